import { TASK_STATUSES } from '@taskbay/protocol';
import { byCreation } from '../../engine/creation-order.ts';
import { compileFilterExpression } from '../../engine/expressions/contexts.ts';
import type { Task } from '../../engine/records.ts';
import { taskView } from '../../engine/views/subjects.ts';
import { fetch, list, newestFirst } from './listing.ts';
import { camelized, command, deletion, guard, operation } from './operation.ts';
import { type OrderingKeys, parseOrdering } from './ordering.ts';
import { attributes, expression, flag, instant, oneOf, optional, ordering, sid, text, whole, words } from './params.ts';
import { wantedTasks } from './task-selection.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/Tasks';
const INSTANCE = `${COLLECTION}/{Sid}`;
const MAX_INT = 2_147_483_647;

const settings = {
  Attributes: optional(attributes),
  Priority: optional(whole(0, MAX_INT)),
  TaskChannel: optional(text),
  VirtualStartTime: optional(instant),
} as const;

const ORDERING: OrderingKeys<Task> = {
  DateCreated: (task) => task.dateCreated,
  Priority: (task) => task.priority,
  VirtualStartTime: (task) => task.virtualStartTime,
};

/** DateCreated and VirtualStartTime are two readings of one age and cannot be combined. */
const taskOrdering = ordering((value) => {
  if (value.includes('DateCreated') && value.includes('VirtualStartTime')) {
    return { ok: false, problem: 'cannot combine DateCreated with VirtualStartTime' };
  }
  // Dates of creation never go back: their order is that of creation, which lists follow without sorting.
  if (value === 'DateCreated' || value === 'DateCreated:asc') return { ok: true, order: byCreation };
  if (value === 'DateCreated:desc') return { ok: true, order: newestFirst };
  return parseOrdering(value, ORDERING);
});

export const taskOperations = [
  operation({
    id: 'CreateTask',
    method: 'POST',
    path: COLLECTION,
    params: {
      ...settings,
      Timeout: optional(whole(1, 1_209_600)),
      WorkflowSid: optional(sid('WW')),
      RoutingTarget: optional(sid('WK', 'WQ', 'WW')),
      IgnoreCapacity: optional(flag),
      TaskQueueSid: optional(sid('WQ')),
    },
    run: (call) => command(call, { type: 'task.create', ...camelized(call.params) }, 'task'),
  }),
  operation({
    id: 'UpdateTask',
    method: 'POST',
    path: INSTANCE,
    params: {
      ...settings,
      AssignmentStatus: optional(oneOf(['canceled', 'wrapping', 'completed'])),
      Reason: optional(text),
    },
    run: (call) =>
      command(
        call,
        { type: 'task.update', sid: call.path.Sid ?? '', ...guard(call), ...camelized(call.params) },
        'task',
      ),
  }),
  operation({
    id: 'DeleteTask',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: (call) => deletion(call, { type: 'task.delete', sid: call.path.Sid ?? '', ...guard(call) }),
  }),
  operation({
    id: 'FetchTask',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const sid = call.path.Sid ?? '';
      return fetch(call, 'task', { prefix: 'WT', sid }, (state) => {
        const task = state.tables.task.get(sid);
        return task === undefined ? undefined : taskView(state, task);
      });
    },
  }),
  operation({
    id: 'ListTask',
    method: 'GET',
    path: COLLECTION,
    params: {
      Priority: optional(whole(0, MAX_INT)),
      AssignmentStatus: optional(words(TASK_STATUSES)),
      WorkflowSid: optional(text),
      WorkflowName: optional(text),
      TaskQueueSid: optional(text),
      TaskQueueName: optional(text),
      EvaluateTaskAttributes: optional(expression(compileFilterExpression)),
      RoutingTarget: optional(text),
      Ordering: optional(taskOrdering),
      HasAddons: optional(flag),
    },
    run: (call) => {
      const { Ordering, ...wanted } = call.params;
      return list(call, {
        resource: 'task',
        select: (state, now, from) => wantedTasks(state, now, wanted, from),
        view: taskView,
        goesByCreation: true,
        seek: ({ tables }, sid) => tables.task.get(sid),
        ...(Ordering === undefined ? {} : { order: Ordering }),
      });
    },
  }),
];
