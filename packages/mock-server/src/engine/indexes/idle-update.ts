import type { Worker } from '../records.ts';
import type { State } from '../state.ts';
import { isReady, workerChannelOf } from '../views/worker-facts.ts';
import type { IdleChannel } from './idle.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/** Brings a worker to its place in every channel that routing has asked for so far. */
export function updateIdleChannels(state: Readable, workerSid: string): void {
  for (const [taskChannelSid, idle] of state.indexes.idle.filled()) updateIdle(state, workerSid, taskChannelSid, idle);
}

/** Brings a worker to its place in one channel, as the records are now. */
export function updateIdle(state: Readable, workerSid: string, taskChannelSid: string, idle: IdleChannel): void {
  const worker = state.tables.worker.get(workerSid);
  const crew = worker === undefined ? undefined : state.indexes.crews.of(workerSid);
  const rank = worker === undefined ? undefined : idleRank(state, worker, taskChannelSid);
  idle.update(workerSid, worker?.ordinal ?? 0, crew, rank);
}

/** Who was reserved least recently comes first; on a channel with optimized routing, on that channel (BEHAVIOUR: ROUTE-8, ROUTE-16). */
function idleRank(state: Readable, worker: Worker, taskChannelSid: string): number | undefined {
  if (!isReady(state, worker, taskChannelSid)) return undefined;
  const optimized = state.tables.channel.get(taskChannelSid)?.channelOptimizedRouting === true;
  return optimized ? workerChannelOf(state, worker.sid, taskChannelSid)?.lastReserved : worker.lastReserved;
}
