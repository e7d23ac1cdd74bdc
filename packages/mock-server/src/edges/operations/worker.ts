import { compileWorkerFilterExpression } from '../../engine/expressions/contexts.ts';
import type { Worker } from '../../engine/records.ts';
import type { State } from '../../engine/state.ts';
import { workerView } from '../../engine/views/subjects.ts';
import { workerFacts } from '../../engine/views/worker-facts.ts';
import { fetch, list } from './listing.ts';
import { camelized, command, deletion, guard, operation } from './operation.ts';
import { lenientOrdering, type OrderingKeys } from './ordering.ts';
import { attributes, expression, flag, name, optional, sid, text } from './params.ts';
import { filtered, pick } from './selection.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/Workers';
const INSTANCE = `${COLLECTION}/{Sid}`;

const settings = { ActivitySid: optional(sid('WA')), Attributes: optional(attributes) } as const;

const filters = {
  ActivityName: optional(text),
  ActivitySid: optional(text),
  Available: optional(flag),
  FriendlyName: optional(text),
  TargetWorkersExpression: optional(expression(compileWorkerFilterExpression)),
  TaskQueueName: optional(text),
  TaskQueueSid: optional(text),
  Ordering: optional(text),
} as const;

const ORDERING: OrderingKeys<Worker> = {
  DateCreated: (worker) => worker.dateCreated,
  DateStatusChanged: (worker) => worker.dateStatusChanged,
  FriendlyName: (worker) => worker.friendlyName,
};

export const workerOperations = [
  operation({
    id: 'CreateWorker',
    method: 'POST',
    path: COLLECTION,
    params: { FriendlyName: name(64), ...settings },
    run: (call) => command(call, { type: 'worker.create', ...camelized(call.params) }, 'worker'),
  }),
  operation({
    id: 'UpdateWorker',
    method: 'POST',
    path: INSTANCE,
    params: { FriendlyName: optional(name(64)), ...settings, RejectPendingReservations: optional(flag) },
    run: (call) =>
      command(
        call,
        { type: 'worker.update', sid: call.path.Sid ?? '', ...guard(call), ...camelized(call.params) },
        'worker',
      ),
  }),
  operation({
    id: 'DeleteWorker',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: (call) => deletion(call, { type: 'worker.delete', sid: call.path.Sid ?? '', ...guard(call) }),
  }),
  operation({
    id: 'FetchWorker',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const sid = call.path.Sid ?? '';
      return fetch(call, 'worker', { prefix: 'WK', sid }, (state) => {
        const worker = state.tables.worker.get(sid);
        return worker === undefined ? undefined : workerView(state, worker);
      });
    },
  }),
  operation({
    id: 'ListWorker',
    method: 'GET',
    path: COLLECTION,
    params: filters,
    run: (call) => {
      const { Ordering, ...wanted } = call.params;
      return list(call, {
        resource: 'worker',
        select: (state) => selected(state, wanted),
        view: workerView,
        // The members of a queue stand in a set without order.
        goesByCreation: wanted.TaskQueueSid === undefined && wanted.TaskQueueName === undefined,
        ...lenientOrdering(Ordering, ORDERING),
      });
    },
  }),
];

interface Wanted {
  readonly ActivityName?: string;
  readonly ActivitySid?: string;
  readonly Available?: boolean;
  readonly FriendlyName?: string;
  readonly TargetWorkersExpression?: ReturnType<typeof compileWorkerFilterExpression>;
  readonly TaskQueueName?: string;
  readonly TaskQueueSid?: string;
}

/** Starts from the narrowest index there is: the name, then the members of a queue, then everybody. */
function selected(state: State, wanted: Wanted): Iterable<Worker> {
  const { tables, indexes } = state;
  const { ActivitySid, ActivityName, Available, FriendlyName, TargetWorkersExpression, TaskQueueSid } = wanted;
  const queueSid =
    wanted.TaskQueueName === undefined ? TaskQueueSid : (indexes.names.find('TaskQueue', wanted.TaskQueueName) ?? '');
  const named = FriendlyName === undefined ? undefined : [indexes.names.find('Worker', FriendlyName)];
  const sids = named ?? (queueSid === undefined ? undefined : indexes.crews.workersOf(queueSid));
  const activity = (worker: Worker) => tables.activity.get(worker.activitySid);
  return filtered(
    sids === undefined ? tables.worker.values() : pick(tables.worker, sids),
    (worker) =>
      (queueSid === undefined || indexes.crews.has(queueSid, worker.sid)) &&
      (TaskQueueSid === undefined || TaskQueueSid === queueSid) &&
      (ActivitySid === undefined || ActivitySid === worker.activitySid) &&
      (ActivityName === undefined || ActivityName === activity(worker)?.friendlyName) &&
      (Available === undefined || Available === activity(worker)?.available) &&
      (TargetWorkersExpression === undefined || TargetWorkersExpression.matches(workerFacts(state, worker))),
  );
}
