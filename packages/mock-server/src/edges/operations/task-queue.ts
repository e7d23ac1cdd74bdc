import { compileQueueExpression } from '../../engine/expressions/contexts.ts';
import type { TaskQueue } from '../../engine/records.ts';
import type { State } from '../../engine/state.ts';
import { fetch, list } from './listing.ts';
import { queueView } from './lookup.ts';
import {
  type Answer,
  type Call,
  camelized,
  commandAndRead,
  deletion,
  missing,
  operation,
  refused,
  workspaceOf,
} from './operation.ts';
import { lenientOrdering, type OrderingKeys } from './ordering.ts';
import { attributes, expression, name, oneOf, optional, sid, text, whole } from './params.ts';
import { filtered, pick } from './selection.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/TaskQueues';
const INSTANCE = `${COLLECTION}/{Sid}`;

/** The engine compiles and stores the text; reading it here names the parameter before anything else is looked at. */
const targetWorkers = expression((value) => {
  compileQueueExpression(value);
  return value;
});

const settings = {
  TargetWorkers: optional(targetWorkers),
  MaxReservedWorkers: optional(whole(1, 50)),
  TaskOrder: optional(oneOf(['FIFO', 'LIFO'])),
  ReservationActivitySid: optional(sid('WA')),
  AssignmentActivitySid: optional(sid('WA')),
} as const;

const ORDERING: OrderingKeys<TaskQueue> = {
  DateCreated: (queue) => queue.dateCreated,
  DateUpdated: (queue) => queue.dateUpdated,
  FriendlyName: (queue) => queue.friendlyName,
};

export const taskQueueOperations = [
  operation({
    id: 'CreateTaskQueue',
    method: 'POST',
    path: COLLECTION,
    params: { FriendlyName: name(), ...settings },
    run: async (call) => {
      const refusal = await lacksActivities(call, call.params);
      return refusal ?? answered(call, { type: 'task-queue.create', ...camelized(call.params) });
    },
  }),
  operation({
    id: 'UpdateTaskQueue',
    method: 'POST',
    path: INSTANCE,
    params: { FriendlyName: optional(name()), ...settings },
    run: (call) => answered(call, { type: 'task-queue.update', sid: call.path.Sid ?? '', ...camelized(call.params) }),
  }),
  operation({
    id: 'DeleteTaskQueue',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: (call) => deletion(call, { type: 'task-queue.delete', sid: call.path.Sid ?? '' }),
  }),
  operation({
    id: 'FetchTaskQueue',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const sid = call.path.Sid ?? '';
      return fetch(call, 'taskQueue', { prefix: 'WQ', sid }, (state) => {
        const queue = state.tables.queue.get(sid);
        return queue === undefined ? undefined : queueView(state, queue);
      });
    },
  }),
  operation({
    id: 'ListTaskQueue',
    method: 'GET',
    path: COLLECTION,
    params: {
      FriendlyName: optional(text),
      EvaluateWorkerAttributes: optional(attributes),
      WorkerSid: optional(text),
      Ordering: optional(text),
    },
    run: (call) => {
      const { FriendlyName, WorkerSid, EvaluateWorkerAttributes: worker, Ordering } = call.params;
      return list(call, {
        resource: 'taskQueue',
        select: ({ tables, indexes }) => {
          const named = FriendlyName === undefined ? undefined : [indexes.names.find('TaskQueue', FriendlyName)];
          const joined = WorkerSid === undefined ? undefined : indexes.crews.queuesOf(WorkerSid);
          const sids = named ?? joined;
          return filtered(
            sids === undefined ? tables.queue.values() : pick(tables.queue, sids),
            (queue) =>
              (WorkerSid === undefined || indexes.crews.has(queue.sid, WorkerSid)) &&
              (worker === undefined || queue.targetWorkers.matches({ attributes: worker.value })),
          );
        },
        view: queueView,
        ...lenientOrdering(Ordering, ORDERING),
      });
    },
  }),
];

function answered(call: Call, input: Parameters<typeof commandAndRead>[1]): Promise<Answer> {
  return commandAndRead(call, input, 'taskQueue', (state, { queue }) => queueView(state, queue as TaskQueue));
}

/** A single-tasking workspace needs both activities, since they are what a reservation changes there. */
async function lacksActivities(
  call: Call,
  params: { readonly ReservationActivitySid?: string; readonly AssignmentActivitySid?: string },
): Promise<Answer | undefined> {
  const both = params.ReservationActivitySid !== undefined && params.AssignmentActivitySid !== undefined;
  if (both) return undefined;
  const multiTasking = await call.runtime.read(workspaceOf(call), isMultiTasking);
  if (multiTasking === undefined) return missing('WS', workspaceOf(call));
  if (multiTasking) return undefined;
  const parameter = params.ReservationActivitySid === undefined ? 'ReservationActivitySid' : 'AssignmentActivitySid';
  return refused({
    code: 'invalid',
    parameter,
    problem: 'Activity Sids cannot be empty in a single-tasking workspace',
  });
}

function isMultiTasking(state: State): boolean {
  for (const workspace of state.tables.workspace.values()) return workspace.multiTaskEnabled;
  return true;
}
