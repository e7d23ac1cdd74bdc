import type { ResourceClientEvents, WorkerClientEvents } from '../src/v1/events.ts';

/** Files of the tests that the table names, from the root of the repository. */
export const FILES = {
  worker: 'packages/sdk/src/v1/worker-client.test.ts',
  events: 'packages/sdk/src/v1/tell-events.test.ts',
  verbs: 'packages/sdk/src/v1/verbs.test.ts',
  emitter: 'packages/sdk/src/v1/emitter.test.ts',
  client: 'packages/sdk/src/v1/client.test.ts',
  entities: 'packages/sdk/src/v1/entities.test.ts',
  reservation: 'packages/sdk/src/v1/reservation.test.ts',
  router: 'packages/sdk/src/v1/task-router.test.ts',
  resource: 'packages/sdk/src/v1/resource-client.test.ts',
  served: 'conformance/v1-clients.test.ts',
  instructions: 'conformance/v1-instructions.test.ts',
  pages: 'conformance/v1-lists.test.ts',
} as const;

/** A test by file and title; `since`: the version of Worker.js that had the member first. */
export interface Row {
  readonly since: '1.0' | '1.1' | '1.4' | '1.6' | '1.21' | '1.24';
  readonly test: keyof typeof FILES;
  readonly title: string;
}

type Named<Names extends PropertyKey> = Readonly<Record<Names, Row>>;

const row = (since: Row['since'], test: Row['test'], title: string): Row => ({ since, test, title });

const VERBS = row('1.1', 'verbs', 'fetch, update and delete of %s');
const TOKEN = row(
  '1.0',
  'verbs',
  'updateToken of the client: every later request has the new token, of whatever object',
);
const CHAINED = row('1.0', 'emitter', 'chains, counts listeners in order, and tells of new ones before they are added');
const ACTIVITIES = row(
  '1.0',
  'worker',
  'fetchActivityList answers in both generations’ shapes, activities.fetch by SID too',
);
const LISTED = row('1.1', 'served', 'makes, finds, changes, lists and deletes %s');
const FIGURES = 'changes itself, and has figures of itself, its workers, its queues and its workflows';
const RESERVATIONS =
  'fetchReservations hands out reservations that can be answered, completeTask and updateTask act on tasks';
const OF_WORKER = '%s tells the worker or its channel';
const OF_RESERVATION = row('1.0', 'events', 'reservation.%s tells the reservation with its task');
const OF_TASK = row('1.1', 'events', '%s tells the task');
const SPELLINGS = row('1.0', 'worker', 'is chainable, and hears worker events under each of their names');
const READS = row('1.0', 'worker', 'connects, is ready, and reads in both generations’ names');
const OFFERED = row('1.0', 'worker', 'hands out an offer as reservation and, for 1.0, as task and worker');
const TURNED = row('1.1', 'pages', 'have pages that are turned forth and back by the URLs of the server');
const ADDRESSES = row(
  '1.1',
  'client',
  'has its addresses where loops do not meet them, as have the objects that it hands out',
);
const CALLS = '%s: calls back with the offer as it was, then tells of the acceptance';

const EMITTER = {
  'on()': CHAINED,
  'addListener()': CHAINED,
  'once()': CHAINED,
  'removeListener()': row('1.1', 'worker', 'stops the newest of listeners that are the same'),
  'removeAllListeners()': CHAINED,
  'listeners()': CHAINED,
  'setMaxListeners()': CHAINED,
  'emit()': row('1.1', 'emitter', 'calls listeners with the client as this, and one argument, be it undefined'),
} as const satisfies Named<string>;

const RESOURCE = {
  ...EMITTER,
  'fetch()': VERBS,
  'delete()': VERBS,
  'updateToken()': row(
    '1.1',
    'resource',
    'tells the end of its token 5 s ahead, once, and counts anew with another token',
  ),
} as const satisfies Named<string>;

/** Methods as `name()`, what has methods of its own as `name`, by the constructor or the object that has them. */
export const METHODS: Readonly<Record<string, Named<string>>> = {
  Worker: {
    'updateActivity()': row('1.0', 'client', 'warns once, and not with debug off'),
    'fetchActivityList()': ACTIVITIES,
    'updateToken()': TOKEN,
    ...EMITTER,
    activities: ACTIVITIES,
    statistics: row('1.1', 'verbs', 'are fetched with parameters or without, in camelCase'),
    'update()': row('1.1', 'worker', 'update takes a name and a value, or parameters, and refuses the rest'),
    'fetch()': VERBS,
    'delete()': VERBS,
    'completeTask()': row('1.1', 'worker', RESERVATIONS),
    'updateTask()': row('1.1', 'worker', RESERVATIONS),
    'fetchReservations()': row('1.4', 'worker', RESERVATIONS),
    'fetchChannels()': row('1.6', 'worker', 'turns pages'),
    'setSkipFetchReservation()': row('1.21', 'worker', 'reads nothing anew after setSkipFetchReservation(true)'),
    'disconnect()': row('1.24', 'emitter', 'close the socket until it is asked for again, then everything begins anew'),
    'reconnect()': row('1.24', 'emitter', 'close the socket until it is asked for again, then everything begins anew'),
  },
  Reservation: {
    'accept()': row('1.1', 'reservation', 'accept(callback) hands out the reservation with its task as it is then'),
    'reject()': row('1.1', 'reservation', 'reject(sid, callback)'),
    'dequeue()': row('1.1', 'instructions', CALLS),
    'call()': row('1.1', 'instructions', CALLS),
    'redirect()': row('1.21', 'instructions', CALLS),
    'conference()': row('1.21', 'instructions', CALLS),
    'fetch()': VERBS,
    'update()': VERBS,
    'delete()': VERBS,
    'updateToken()': TOKEN,
  },
  Task: {
    'complete()': row('1.21', 'worker', RESERVATIONS),
    'fetch()': VERBS,
    'update()': VERBS,
    'delete()': VERBS,
    'updateToken()': TOKEN,
  },
  'Every list': {
    'fetch()': LISTED,
    'create()': LISTED,
    'update()': LISTED,
    'delete()': LISTED,
    'updateToken()': TOKEN,
    'next()': TURNED,
    'previous()': TURNED,
  },
  Workspace: {
    ...RESOURCE,
    'update()': row('1.1', 'served', FIGURES),
    activities: LISTED,
    workflows: LISTED,
    taskqueues: LISTED,
    workers: LISTED,
    tasks: LISTED,
    statistics: row('1.1', 'served', FIGURES),
    realtimeStats: row('1.21', 'served', FIGURES),
    cumulativeStats: row('1.21', 'served', FIGURES),
  },
  TaskQueue: {
    ...RESOURCE,
    'update()': row('1.1', 'served', 'is connected and ready, changes itself and has its figures'),
    statistics: row('1.1', 'served', 'is connected and ready, changes itself and has its figures'),
    realtimeStats: row('1.21', 'served', 'is connected and ready, changes itself and has its figures'),
    cumulativeStats: row('1.21', 'served', 'is connected and ready, changes itself and has its figures'),
  },
};

const CONNECTED = row('1.21', 'worker', 'connects, is ready, and reads in both generations’ names');
const WORKER_EVENTS = {
  ready: READS,
  connected: CONNECTED,
  disconnected: row(
    '1.21',
    'worker',
    'tells pending offers after every ready, once for each connection, and enters no activity then',
  ),
  error: row('1.21', 'events', 'error tells the cause and its text'),
  'token.expired': row('1.0', 'events', 'token.expired tells nothing but that, 5 s before the end of the token'),
  'activity.update': row('1.0', 'events', OF_WORKER),
  'attributes.update': row('1.0', 'events', OF_WORKER),
  'capacity.update': row('1.6', 'events', OF_WORKER),
  'channel.availability.update': row('1.21', 'events', OF_WORKER),
  'worker.activity': SPELLINGS,
  'worker.activity.update': SPELLINGS,
  'worker.attributes.update': SPELLINGS,
  'worker.capacity.update': SPELLINGS,
  'worker.channel.availability.update': SPELLINGS,
  'reservation.created': OFFERED,
  'reservation.accepted': OF_RESERVATION,
  'reservation.rejected': OF_RESERVATION,
  'reservation.timeout': OF_RESERVATION,
  'reservation.canceled': OF_RESERVATION,
  'reservation.rescinded': OF_RESERVATION,
  'reservation.wrapup': { ...OF_RESERVATION, since: '1.1' },
  'reservation.completed': { ...OF_RESERVATION, since: '1.1' },
  'reservation.failed': row('1.1', 'reservation', 'that failed has no SID, and the task that found no worker'),
  'task.updated': OF_TASK,
  'task.wrapup': OF_TASK,
  'task.completed': OF_TASK,
  'task.canceled': OF_TASK,
} as const satisfies Named<keyof WorkerClientEvents>;

const RESOURCE_EVENTS = {
  connected: row('1.21', 'resource', 'tells connected, then ready'),
  ready: row('1.1', 'resource', 'tells connected, then ready'),
  'token.expired': row(
    '1.1',
    'resource',
    'tells the end of its token 5 s ahead, once, and counts anew with another token',
  ),
  error: row('1.21', 'router', 'Workspace tells why it could not be read, and an expired token by its own event'),
} as const satisfies Named<keyof ResourceClientEvents>;

/** Events by the constructor of who tells them. */
export const EVENTS: Readonly<Record<string, Named<string>>> = {
  Worker: WORKER_EVENTS,
  'Workspace, TaskQueue': RESOURCE_EVENTS,
};

/** What pages read by the names of both generations, or besides the names of REST. */
export const NAMES: Readonly<Record<string, Named<string>>> = {
  Worker: {
    'friendly_name, activity_name, activity_sid, account_sid, workspace_sid, date_*': READS,
    'friendlyName, activityName, activitySid, accountSid, workspaceSid, date…': { ...READS, since: '1.1' },
    'workerSid, token, workspaceUrl, resourceUrl, readyUrl, channelUrl': ADDRESSES,
  },
  'Argument of reservation events': {
    'attributes, priority, age, tasksid, reservation_sid': OFFERED,
    'friendly_name, activity_name, available': row(
      '1.0',
      'worker',
      'shows 1.0 the worker as it is when the event is told, after what came while it was read',
    ),
    'sid, reservationStatus, taskSid, workerSid, workerName, task': { ...OFFERED, since: '1.1' },
  },
  'Every object': {
    'workspace, workflow, queue, worker, …Activity': row(
      '1.1',
      'entities',
      'is an object with the verbs, outside of loops and JSON',
    ),
  },
  'Every fetched list': {
    'activities and the like': ACTIVITIES,
    'data, page, pageSize, hasNext, hasPrevious': { ...ACTIVITIES, since: '1.1' },
  },
};
