import type { Workflow } from '../../engine/records.ts';
import { type State, workspaceOf } from '../../engine/state.ts';
import { fetch, list } from './listing.ts';
import { camelized, command, deletion, operation } from './operation.ts';
import { callbackUrl, flag, name, optional, text, textOfBytes, whole } from './params.ts';
import { pick } from './selection.ts';
import type { Views } from './views.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/Workflows';
const INSTANCE = `${COLLECTION}/{Sid}`;

/** Longest configuration, in bytes of UTF-8 (limits page). */
export const MAX_CONFIGURATION = 1_038_576;

const configuration = textOfBytes(MAX_CONFIGURATION);

const settings = {
  AssignmentCallbackUrl: optional(callbackUrl),
  FallbackAssignmentCallbackUrl: optional(callbackUrl),
  TaskReservationTimeout: optional(whole(1, 86_400)),
} as const;

export const workflowOperations = [
  operation({
    id: 'CreateWorkflow',
    method: 'POST',
    path: COLLECTION,
    params: { FriendlyName: name(), Configuration: configuration, ...settings },
    run: (call) => command(call, { type: 'workflow.create', ...camelized(call.params) }, 'workflow'),
  }),
  operation({
    id: 'UpdateWorkflow',
    method: 'POST',
    path: INSTANCE,
    params: {
      FriendlyName: optional(name()),
      Configuration: optional(configuration),
      ...settings,
      ReEvaluateTasks: optional(flag),
    },
    run: (call) =>
      command(call, { type: 'workflow.update', sid: call.path.Sid ?? '', ...camelized(call.params) }, 'workflow'),
  }),
  operation({
    id: 'DeleteWorkflow',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: (call) => deletion(call, { type: 'workflow.delete', sid: call.path.Sid ?? '' }),
  }),
  operation({
    id: 'FetchWorkflow',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const sid = call.path.Sid ?? '';
      return fetch(call, 'workflow', { prefix: 'WW', sid }, (state) => {
        const workflow = state.tables.workflow.get(sid);
        return workflow === undefined ? undefined : view(state, workflow);
      });
    },
  }),
  operation({
    id: 'ListWorkflow',
    method: 'GET',
    path: COLLECTION,
    params: { FriendlyName: optional(text) },
    run: (call) => {
      const { FriendlyName } = call.params;
      return list(call, {
        resource: 'workflow',
        select: ({ tables, indexes }) =>
          FriendlyName === undefined
            ? tables.workflow.values()
            : pick(tables.workflow, [indexes.names.find('Workflow', FriendlyName)]),
        view,
      });
    },
  }),
];

function view(state: State, workflow: Workflow): Views['workflow'] {
  return { workspace: workspaceOf(state), workflow };
}
