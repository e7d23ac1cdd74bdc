import type { WorkerChannel } from '../records.ts';
import type { State } from '../state.ts';
import { canTakeOn, isPresent } from '../views/worker-facts.ts';
import type { IdleChannel } from './idle.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/** Brings a worker to its place in every channel that routing has asked for so far. */
export function updateIdleChannels(state: Readable, workerSid: string): void {
  for (const [taskChannelSid, idle] of state.indexes.idle.filled()) {
    updateIdle(state, workerSid, state.indexes.workerChannels.of(workerSid, taskChannelSid), idle);
  }
}

/** Brings a worker to its place in one channel, as the records are now; `channel` undefined: it has none of that kind. */
export function updateIdle(
  state: Readable,
  workerSid: string,
  channel: WorkerChannel | undefined,
  idle: IdleChannel,
): void {
  if (channel === undefined) idle.remove(workerSid);
  else if (!canTakeOn(state, channel)) idle.leave(workerSid);
  else takePlace(state, channel, idle);
}

/** Who was reserved least recently comes first; on a channel with optimized routing, on that channel (BEHAVIOUR: ROUTE-8, ROUTE-16). */
function takePlace(state: Readable, channel: WorkerChannel, idle: IdleChannel): void {
  const { workerSid, taskChannelSid } = channel;
  const worker = state.tables.worker.get(workerSid);
  const crew = state.indexes.crews.of(workerSid);
  if (worker === undefined || crew === undefined || !isPresent(state, worker)) {
    idle.leave(workerSid);
    return;
  }
  const optimized = state.tables.channel.get(taskChannelSid)?.channelOptimizedRouting === true;
  idle.take(worker, crew, optimized ? channel.lastReserved : worker.lastReserved);
}
