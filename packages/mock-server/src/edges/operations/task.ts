import { TASK_STATUSES } from '@taskbay/protocol';
import type { Task } from '../../engine/records.ts';
import { taskView } from '../../engine/views/subjects.ts';
import { fetch, list } from './listing.ts';
import { camelized, command, deletion, operation, refused } from './operation.ts';
import { attributes, flag, instant, oneOf, optional, sid, text, texts, whole } from './params.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/Tasks';
const INSTANCE = `${COLLECTION}/{Sid}`;
const MAX_INT = 2_147_483_647;

const settings = {
  Attributes: optional(attributes),
  Priority: optional(whole(0, MAX_INT)),
  TaskChannel: optional(text),
  VirtualStartTime: optional(instant),
} as const;

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
    run: (call) => {
      const { version } = call;
      const guard = version === undefined ? {} : { version };
      return command(
        call,
        { type: 'task.update', sid: call.path.Sid ?? '', ...guard, ...camelized(call.params) },
        'task',
      );
    },
  }),
  operation({
    id: 'DeleteTask',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const guard = call.version === undefined ? {} : { version: call.version };
      return deletion(call, { type: 'task.delete', sid: call.path.Sid ?? '', ...guard });
    },
  }),
  operation({
    id: 'FetchTask',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) =>
      fetch(call, 'task', (state) => {
        const sid = call.path.Sid ?? '';
        const task = state.tables.task.get(sid);
        return task === undefined ? refused({ code: 'not_found', prefix: 'WT', sid }) : taskView(state, task);
      }),
  }),
  operation({
    id: 'ListTask',
    method: 'GET',
    path: COLLECTION,
    params: {
      Priority: optional(whole(0, MAX_INT)),
      AssignmentStatus: optional(texts),
      WorkflowSid: optional(text),
      TaskQueueSid: optional(text),
    },
    run: async (call) => {
      const { AssignmentStatus: statuses, Priority, WorkflowSid, TaskQueueSid } = call.params;
      const unknown = statuses?.find((status) => !(TASK_STATUSES as readonly string[]).includes(status));
      if (unknown !== undefined) {
        const problem = `${unknown} is not one of ${TASK_STATUSES.join(', ')}`;
        return refused({ code: 'invalid', parameter: 'AssignmentStatus', problem });
      }
      const wanted = (task: Task): boolean =>
        (statuses === undefined || statuses.includes(task.status)) &&
        (Priority === undefined || Priority === task.priority) &&
        (WorkflowSid === undefined || WorkflowSid === task.workflowSid) &&
        (TaskQueueSid === undefined || TaskQueueSid === task.taskQueueSid);
      return list(call, 'task', (state) => [...state.tables.task.values()].filter(wanted), taskView);
    },
  }),
];
