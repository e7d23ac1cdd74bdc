import { type State, workspaceOf as workspaceRecord } from '../../engine/state.ts';
import { fetch, pageOf } from './listing.ts';
import { workspaceView } from './lookup.ts';
import {
  type Answer,
  answer,
  type Call,
  camelized,
  commandAndRead,
  missing,
  operation,
  refused,
  workspaceOf,
} from './operation.ts';
import { callbackUrl, eventsFilter, flag, name, oneOf, optional, sid, text } from './params.ts';
import type { Sorted } from './places.ts';
import type { Views } from './views.ts';
import { FIFO, TASK_CHANNELS, workspaceTemplate } from './workspace-template.ts';

const COLLECTION = '/Workspaces';
const INSTANCE = `${COLLECTION}/{WorkspaceSid}`;

const settings = {
  EventCallbackUrl: optional(callbackUrl),
  EventsFilter: optional(eventsFilter),
  MultiTaskEnabled: optional(flag),
  PrioritizeQueueOrder: optional(oneOf(['FIFO', 'LIFO'])),
} as const;

export const workspaceOperations = [
  operation({
    id: 'CreateWorkspace',
    method: 'POST',
    path: COLLECTION,
    params: { FriendlyName: name(64), ...settings, Template: optional(oneOf(['NONE', 'FIFO'])) },
    run: async (call) => {
      const { Template, ...given } = call.params;
      const sid = call.runtime.drawWorkspaceSid();
      const template = workspaceTemplate(given.MultiTaskEnabled ?? true);
      const created = await call.runtime.createWorkspace(
        {
          type: 'workspace.initialise',
          sid,
          accountSid: call.accountSid,
          ...camelized(given),
          ...template,
          taskChannels: TASK_CHANNELS,
        },
        call.actor,
      );
      if (!created.ok) return refused(created.rejection);
      const problem = Template === 'FIFO' ? await addFifo(call, sid) : undefined;
      if (problem !== undefined) return problem;
      const view = await call.runtime.read(sid, viewOf);
      return view === undefined ? missing('WS', sid) : answer(call, 'workspace', view, true);
    },
  }),
  operation({
    id: 'UpdateWorkspace',
    method: 'POST',
    path: INSTANCE,
    params: {
      FriendlyName: optional(name(64)),
      ...settings,
      DefaultActivitySid: optional(sid('WA')),
      TimeoutActivitySid: optional(sid('WA')),
    },
    run: async (call) => {
      if (call.params.MultiTaskEnabled === false) {
        const view = await call.runtime.read(workspaceOf(call), viewOf);
        if (view?.workspace.multiTaskEnabled === true) {
          const problem = 'cannot be switched off; create a single-tasking workspace instead';
          return refused({ code: 'invalid', parameter: 'MultiTaskEnabled', problem });
        }
      }
      return commandAndRead(call, { type: 'workspace.update', ...camelized(call.params) }, 'workspace', viewOf);
    },
  }),
  operation({
    id: 'DeleteWorkspace',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: async (call) => {
      const sid = workspaceOf(call);
      if (!call.runtime.has(sid)) return missing('WS', sid);
      await call.runtime.deleteWorkspace(sid, call.actor);
      return { kind: 'deleted' };
    },
  }),
  operation({
    id: 'FetchWorkspace',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => fetch(call, 'workspace', { prefix: 'WS', sid: workspaceOf(call) }, viewOf),
  }),
  operation({
    id: 'ListWorkspace',
    method: 'GET',
    path: COLLECTION,
    params: { FriendlyName: optional(text) },
    run: (call) => listWorkspaces(call, call.params.FriendlyName),
  }),
];

function viewOf(state: State): Views['workspace'] {
  return workspaceView(state, workspaceRecord(state));
}

async function listWorkspaces(call: Call, friendlyName: string | undefined): Promise<Answer> {
  const records = [];
  for (const sid of call.runtime.workspaces()) {
    const view = await call.runtime.read(sid, viewOf);
    if (view === undefined || (friendlyName ?? view.workspace.friendlyName) !== view.workspace.friendlyName) continue;
    records.push({ sid, ordinal: view.workspace.dateCreated, view });
  }
  const order = (a: Sorted, b: Sorted) => a.ordinal - b.ordinal || (a.sid < b.sid ? -1 : Number(a.sid > b.sid));
  records.sort(order);
  const now = call.runtime.clock.now();
  return pageOf(call, { resource: 'workspace', records, order, view: ({ view }) => view, now });
}

/** Adds the template's queue and workflow to a new workspace. */
async function addFifo(call: Call, workspaceSid: string): Promise<Answer | undefined> {
  const activities = await call.runtime.read(workspaceSid, singleTaskingActivities);
  const queue = await call.runtime.dispatch(
    workspaceSid,
    { type: 'task-queue.create', ...FIFO.queue, ...activities },
    call.actor,
  );
  if (!queue.ok) return refused(queue.rejection);
  const configuration = FIFO.configuration(queue.subject.queue?.sid ?? '');
  const workflow = await call.runtime.dispatch(
    workspaceSid,
    { type: 'workflow.create', friendlyName: FIFO.workflowName, configuration },
    call.actor,
  );
  return workflow.ok ? undefined : refused(workflow.rejection);
}

/** The activities that only the single-tasking template has. */
function singleTaskingActivities({ indexes }: State) {
  const reservationActivitySid = indexes.names.find('Activity', 'Reserved');
  const assignmentActivitySid = indexes.names.find('Activity', 'Busy');
  if (reservationActivitySid === undefined || assignmentActivitySid === undefined) return {};
  return { reservationActivitySid, assignmentActivitySid };
}
