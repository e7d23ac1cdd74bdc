/** Where a public method or event of the vendor's SDK 2.1.1 is exercised: a test by file and title, or what it waits for. */
export type Exercise = { readonly test: keyof typeof FILES; readonly title: string } | { readonly pending: string };

export const FILES = {
  job: 'main-job.test.ts',
  worker: 'cases/worker.ts',
  tasks: 'cases/tasks.ts',
  endings: 'cases/endings.ts',
  instructions: 'cases/instructions.ts',
  sessions: 'cases/sessions.ts',
  tokens: 'cases/tokens.ts',
  vendor: 'vendor-sdk.test.ts',
  transfers: '../packages/mock-server/test/bridge/vendor-v2-transfers.test.ts',
} as const;

const JOB = { test: 'job', title: '@smoke does the whole job' } as const;
const ENDS = { test: 'vendor', title: 'tells every end it can come to' } as const;
const WORKSPACE = { test: 'vendor', title: 'reads workers, queues and tasks, page by page' } as const;
const LATEST = { test: 'vendor', title: 'reads the latest worker, reservation and task' } as const;
const TRANSFERRED = { test: 'transfers', title: 'hands a task over warmly: both hold it' } as const;
const HANDED_BACK = { test: 'transfers', title: 'gets the task back when the other worker rejects' } as const;
const TAKEN_BACK = {
  test: 'transfers',
  title: 'goes on in a queue after an attempt failed, and is taken back',
} as const;
const CALLED = { test: 'instructions', title: 'call and redirect accept only when told so' } as const;
const HELD = {
  test: 'instructions',
  title: 'workers in a conference hold and remove one another, and mute themselves',
} as const;

/** By class or interface of the vendor's `types.d.ts`; methods are `name()`, events are bare names. */
export const COVERAGE: Readonly<Record<string, Readonly<Record<string, Exercise>>>> = {
  Worker: {
    'createTask()': { test: 'tasks', title: 'a worker makes a task for itself, whatever its activity' },
    'disconnect()': JOB,
    'setAttributes()': { test: 'worker', title: 'attributes set by the worker and over REST are told and shown' },
    'updateToken()': { test: 'tokens', title: 'a token renewed in time goes on without a break' },
    'fetchLatestVersion()': LATEST,
    activityUpdated: { test: 'worker', title: 'an activity set over REST is told and shown' },
    attributesUpdated: { test: 'worker', title: 'attributes set by the worker and over REST are told and shown' },
    disconnected: { test: 'sessions', title: 'closeExistingSessions ends the other session of the worker' },
    error: { test: 'vendor', title: 'says tokenUpdated and error by itself, without a frame' },
    ready: { test: 'sessions', title: 'after a reconnect the state is that of the server' },
    reservationCreated: JOB,
    reservationFailed: { test: 'vendor', title: 'is told that a task routed to it found no reservation' },
    tokenExpired: {
      test: 'tokens',
      title: 'an expired token ends the socket; with a new one the session is ready again',
    },
    tokenUpdated: { test: 'vendor', title: 'says tokenUpdated and error by itself, without a frame' },
  },
  Supervisor: {
    'monitor()': { test: 'vendor', title: 'listens in to a conference, unheard, and leaves it as it is' },
    'setWorkerAttributes()': { test: 'vendor', title: 'sets attributes and activity of another worker' },
    'setWorkerActivity()': { test: 'vendor', title: 'sets attributes and activity of another worker' },
  },
  Activity: { 'setAsCurrent()': JOB },
  Channel: {
    availabilityUpdated: { test: 'worker', title: 'capacity and availability of a channel are told and shown' },
    capacityUpdated: { test: 'worker', title: 'capacity and availability of a channel are told and shown' },
  },
  Task: {
    'complete()': { test: 'tasks', title: 'the holder changes attributes, wraps up and completes through the task' },
    'hold()': HELD,
    'kick()': HELD,
    'setAttributes()': {
      test: 'tasks',
      title: 'the holder changes attributes, wraps up and completes through the task',
    },
    'setVirtualStartTime()': {
      test: 'vendor',
      title: 'moves the virtual start of its task, and updates, cancels and completes tasks by event',
    },
    'transfer()': TRANSFERRED,
    'wrapUp()': { test: 'tasks', title: 'the holder changes attributes, wraps up and completes through the task' },
    'updateParticipant()': {
      test: 'instructions',
      title: 'a warm transfer to a worker: the customer on hold, then three on the phone, then two',
    },
    'fetchLatestVersion()': LATEST,
    canceled: { test: 'endings', title: 'a task canceled over REST cancels its offer' },
    completed: { test: 'tasks', title: 'the holder changes attributes, wraps up and completes through the task' },
    transferInitiated: TRANSFERRED,
    updated: { test: 'tasks', title: 'attributes changed over REST are told to the holder' },
    wrapup: { test: 'tasks', title: 'the holder changes attributes, wraps up and completes through the task' },
  },
  Reservation: {
    'accept()': JOB,
    'complete()': JOB,
    'wrap()': JOB,
    'call()': CALLED,
    'conference()': {
      test: 'instructions',
      title: 'conference brings worker and customer together, says so in the task, and is wrapped up when it ends',
    },
    'dequeue()': {
      test: 'instructions',
      title: 'dequeue connects the waiting call; when it ends the work is wrapped up and the worker moves on',
    },
    'redirect()': CALLED,
    'reject()': { test: 'worker', title: 'a rejection takes the worker into the activity it names' },
    'updateParticipant()': HELD,
    'fetchLatestVersion()': LATEST,
    accepted: ENDS,
    canceled: ENDS,
    completed: ENDS,
    rejected: ENDS,
    rescinded: {
      test: 'endings',
      title: 'of two workers who are offered one task the first to accept gets it, the other is rescinded',
    },
    timeout: ENDS,
    wrapup: ENDS,
  },
  TaskRouterEventHandler: {
    'getTREventsToHandlerMapping()': { test: 'vendor', title: 'hands frames to an event handler class of its own' },
  },
  Workspace: {
    'updateToken()': { test: 'vendor', title: 'goes on with another token after updateToken' },
    'fetchWorker()': WORKSPACE,
    'fetchWorkers()': WORKSPACE,
    'fetchWorkerInfo()': WORKSPACE,
    'fetchWorkersInfo()': WORKSPACE,
    'fetchTaskQueue()': WORKSPACE,
    'fetchTaskQueues()': WORKSPACE,
    'fetchTask()': WORKSPACE,
  },
  OutgoingTransfer: { 'cancel()': TAKEN_BACK },
};

/** Events that the SDK tells and its `types.d.ts` leaves out. */
export const UNDECLARED: typeof COVERAGE = {
  OutgoingTransfer: {
    attemptFailed: TAKEN_BACK,
    canceled: TAKEN_BACK,
    completed: TRANSFERRED,
    failed: HANDED_BACK,
  },
};
