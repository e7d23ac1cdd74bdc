import type { TaskChannel } from '../../engine/records.ts';
import { type State, workspaceOf as workspaceRecord } from '../../engine/state.ts';
import { fetch, list } from './listing.ts';
import { channelNamed } from './lookup.ts';
import { type Answer, type Call, camelized, command, deletion, missing, operation, workspaceOf } from './operation.ts';
import { flag, name, optional, pattern } from './params.ts';
import type { Views } from './views.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/TaskChannels';
/** `Sid` is the channel's SID or its unique name. */
const INSTANCE = `${COLLECTION}/{Sid}`;

const uniqueName = pattern(
  /^[A-Za-z_$][\w$]{0,63}$/,
  'must be 1 to 64 letters, digits, _ or $ and must not start with a digit',
);

export const taskChannelOperations = [
  operation({
    id: 'CreateTaskChannel',
    method: 'POST',
    path: COLLECTION,
    params: { FriendlyName: name(64), UniqueName: uniqueName, ChannelOptimizedRouting: optional(flag) },
    run: (call) => command(call, { type: 'task-channel.create', ...camelized(call.params) }, 'taskChannel'),
  }),
  operation({
    id: 'UpdateTaskChannel',
    method: 'POST',
    path: INSTANCE,
    params: { FriendlyName: optional(name(64)), ChannelOptimizedRouting: optional(flag) },
    run: (call) =>
      withSid(call, (sid) =>
        command(call, { type: 'task-channel.update', sid, ...camelized(call.params) }, 'taskChannel'),
      ),
  }),
  operation({
    id: 'DeleteTaskChannel',
    method: 'DELETE',
    path: INSTANCE,
    params: {},
    run: (call) => withSid(call, (sid) => deletion(call, { type: 'task-channel.delete', sid })),
  }),
  operation({
    id: 'FetchTaskChannel',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const sid = call.path.Sid ?? '';
      return fetch(call, 'taskChannel', { prefix: 'TC', sid }, (state) => {
        const channel = channelNamed(state, sid);
        return channel === undefined ? undefined : view(state, channel);
      });
    },
  }),
  operation({
    id: 'ListTaskChannel',
    method: 'GET',
    path: COLLECTION,
    params: {},
    run: (call) => list(call, { resource: 'taskChannel', select: ({ tables }) => tables.channel.values(), view }),
  }),
];

async function withSid(call: Call, run: (sid: string) => Promise<Answer>): Promise<Answer> {
  const named = call.path.Sid ?? '';
  const sid = await call.runtime.read(workspaceOf(call), (state) => channelNamed(state, named)?.sid ?? '');
  if (sid === undefined) return missing('WS', workspaceOf(call));
  return sid === '' ? missing('TC', named) : run(sid);
}

function view(state: State, channel: TaskChannel): Views['taskChannel'] {
  return { workspace: workspaceRecord(state), channel };
}
