import { workerChannelView } from '../../engine/views/subjects.ts';
import { workerChannelOf } from '../../engine/views/worker-facts.ts';
import { fetch, list } from './listing.ts';
import { workerChannelNamed } from './lookup.ts';
import { camelized, command, operation } from './operation.ts';
import { flag, optional, whole } from './params.ts';
import { pick } from './selection.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Channels';
/** `Sid` is the worker channel's SID, its task channel's SID or unique name. */
const INSTANCE = `${COLLECTION}/{Sid}`;

export const workerChannelOperations = [
  operation({
    id: 'UpdateWorkerChannel',
    method: 'POST',
    path: INSTANCE,
    params: { Capacity: optional(whole(0, 2_147_483_647)), Available: optional(flag) },
    run: (call) => {
      const { WorkerSid: workerSid = '', Sid: channel = '' } = call.path;
      return command(
        call,
        { type: 'worker-channel.update', workerSid, channel, ...camelized(call.params) },
        'workerChannel',
      );
    },
  }),
  operation({
    id: 'FetchWorkerChannel',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: (call) => {
      const { WorkerSid = '', Sid: sid = '' } = call.path;
      return fetch(call, 'workerChannel', { prefix: 'WC', sid }, (state) => {
        const channel = workerChannelNamed(state, WorkerSid, sid);
        return channel === undefined ? undefined : workerChannelView(state, channel);
      });
    },
  }),
  operation({
    id: 'ListWorkerChannel',
    method: 'GET',
    path: COLLECTION,
    params: {},
    run: (call) => {
      const sid = call.path.WorkerSid ?? '';
      return list(call, {
        resource: 'workerChannel',
        parent: { prefix: 'WK', sid },
        select: (state) => {
          if (!state.tables.worker.has(sid)) return undefined;
          const channels = [...state.tables.channel.keys()].map((channel) => workerChannelOf(state, sid, channel)?.sid);
          return pick(state.tables.workerChannel, channels);
        },
        view: workerChannelView,
      });
    },
  }),
];
