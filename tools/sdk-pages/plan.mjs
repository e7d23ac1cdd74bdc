/**
 * @typedef {object} Page
 * @property {string} file below docs/sdk
 * @property {string} title
 * @property {string} about one paragraph
 * @property {'index' | 'tabs' | 'v1'} entry
 * @property {string[]} names exports, in the order of the page
 */

/** @type {Page[]} */
export const PAGES = [
  {
    file: 'worker.md',
    title: 'Worker',
    about: 'The session of one worker: what it shows, what it can be asked.',
    entry: 'index',
    names: ['Worker', 'BaseWorker', 'UpdateActivityOptions', 'NewTask', 'Activity'],
  },
  {
    file: 'events.md',
    title: 'Events',
    about:
      'Every event of a worker and its one payload. `worker.on(name, listener)` returns the function that stops it.',
    entry: 'index',
    names: [
      'WorkerEvents',
      'SessionEvents',
      'StateChange',
      'ConnectionState',
      'StateReason',
      'Disconnection',
      'Resync',
      'ReservationFailure',
      'Events',
      'Listener',
    ],
  },
  {
    file: 'reservation.md',
    title: 'Reservation',
    about: 'A task on offer, and what a worker does with it.',
    entry: 'index',
    names: [
      'Reservation',
      'ReservationEvents',
      'ReservationState',
      'ReservationStatus',
      'RejectOptions',
      'DequeueOptions',
      'CallInstructionOptions',
      'RedirectOptions',
      'ConferenceOptions',
      'WorkerParticipantOptions',
    ],
  },
  {
    file: 'task.md',
    title: 'Task and Transfer',
    about: 'The task behind a reservation, and its way to somebody else.',
    entry: 'index',
    names: ['Task', 'TaskEvents', 'TaskStatus', 'HoldOptions', 'TransferOptions', 'Transfer', 'TransferEvents'],
  },
  {
    file: 'worker-channel.md',
    title: 'WorkerChannel',
    about: 'How much of one kind of work a worker takes.',
    entry: 'index',
    names: ['WorkerChannel', 'WorkerChannelEvents'],
  },
  {
    file: 'clients.md',
    title: 'Supervisor, Workspace, TaskQueue and Client',
    about: 'The other clients, and the way to any REST call.',
    entry: 'index',
    names: [
      'Supervisor',
      'BaseSupervisor',
      'Workspace',
      'BaseWorkspace',
      'WorkersQuery',
      'TaskQueuesQuery',
      'TaskQueue',
      'BaseTaskQueue',
      'TaskQueueOptions',
      'ChannelClient',
      'Client',
      'ClientRequest',
      'TunnelMethod',
      'CallOptions',
      'UpdateOptions',
    ],
  },
  {
    file: 'options.md',
    title: 'Options',
    about: 'What clients are made with. Everything is optional.',
    entry: 'index',
    names: [
      'WorkerOptions',
      'ClientOptions',
      'WireGeneration',
      'Logger',
      'Clock',
      'WebSocketConstructor',
      'WebSocketLike',
      'FetchFunction',
      'FetchRequest',
    ],
  },
  {
    file: 'errors.md',
    title: 'Errors',
    about: 'What calls reject with and the `error` event tells.',
    entry: 'index',
    names: ['TaskbayError', 'TaskbayErrorCode', 'ErrorDetails'],
  },
  {
    file: 'records.md',
    title: 'Records',
    about: 'Plain data: what `toJSON()` and the reads of `Workspace` give.',
    entry: 'index',
    names: [
      'WorkerRecord',
      'ActivityRecord',
      'ChannelRecord',
      'ReservationRecord',
      'TaskRecord',
      'TransferRecord',
      'TaskQueueRecord',
      'JsonObject',
      'Json',
    ],
  },
  {
    file: 'tabs.md',
    title: 'Several tabs: @taskbay/sdk/tabs',
    about: 'One session for all tabs of a worker.',
    entry: 'tabs',
    names: [
      'TabWorker',
      'BaseTabWorker',
      'TabWorkerEvents',
      'LeaderChange',
      'TabWorkerOptions',
      'TabLocks',
      'TabChannel',
      'TabChannelConstructor',
    ],
  },
  {
    file: 'v1.md',
    title: 'The Worker.js drop-in: @taskbay/sdk/v1',
    about: 'Positional arguments and callbacks, for pages and applications written for Worker.js 1.x.',
    entry: 'v1',
    names: [
      'TaskRouter',
      'TaskRouterNamespace',
      'WorkerClient',
      'WorkspaceClient',
      'TaskQueueClient',
      'WorkerClientEvents',
      'ResourceClientEvents',
      'ErrorEvent',
      'WorkerResource',
      'WorkerChannel',
      'Entity',
      'Task',
      'Reservation',
      'List',
      'MeasuredList',
      'FetchedList',
      'Statistics',
      'Callback',
      'HttpError',
    ],
  },
];

/** Types that say the same as another export: they get a sentence instead of a table. */
export const SAME_AS = new Map([
  ['BaseWorker', 'Worker'],
  ['BaseSupervisor', 'Supervisor'],
  ['BaseWorkspace', 'Workspace'],
  ['BaseTaskQueue', 'TaskQueue'],
  ['BaseTabWorker', 'TabWorker'],
]);

/** Exports shown without what they share with another one, by name. */
export const BEYOND = new Map([
  ['Supervisor', 'Worker'],
  ['TabWorker', 'Worker'],
  ['TabWorkerEvents', 'WorkerEvents'],
  ['TabWorkerOptions', 'WorkerOptions'],
  ['WorkerOptions', 'ClientOptions'],
  ['WorkspaceClient', 'WorkerClient'],
  ['TaskQueueClient', 'WorkerClient'],
  ['MeasuredList', 'List'],
  ['FetchedList', 'List'],
]);
