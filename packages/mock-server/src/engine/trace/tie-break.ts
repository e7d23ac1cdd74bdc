import type { Reservation, Task, Worker } from '../records.ts';
import type { State } from '../state.ts';
import { workerChannelOf, workerFacts } from '../views/worker-facts.ts';
import type { Standing } from './candidates.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/**
 * What put one worker before another: that the offer was made before the other was there or had the activity it has now,
 * a clause of `order_by`, the idle time, or the order of creation.
 */
export type TieBreak =
  | { readonly by: 'arrival' }
  | { readonly by: 'order_by'; readonly clause: string }
  | { readonly by: 'channel_idle_time' | 'idle_time'; readonly before: number; readonly after: number }
  | { readonly by: 'creation' };

/** A worker with its place in the idle orders, as it was before the offer in question. */
interface Ranked {
  readonly worker: Worker;
  readonly idle: Reservation['idleBefore'];
}

/** What ranks the first before the second for this task (BEHAVIOUR: ROUTE-6, ROUTE-8, ROUTE-16); undefined when it comes after. */
export function tieBreak(state: Readable, task: Task, first: Standing, second: Standing): TieBreak | undefined {
  if (first.standing === 'offered' && cameAfter(second.worker, first.reservation)) return { by: 'arrival' };
  const [a, b] = [ranked(state, task, first), ranked(state, task, second)];
  const clause = orderByClause(state, task, a, b);
  if (clause !== undefined) return clause.sign < 0 ? { by: 'order_by', clause: clause.text } : undefined;
  const optimised = state.tables.channel.get(task.taskChannelSid)?.channelOptimizedRouting === true;
  const [before, after] = optimised ? [a.idle.channel, b.idle.channel] : [a.idle.worker, b.idle.worker];
  if (before !== after) {
    return before < after ? { by: optimised ? 'channel_idle_time' : 'idle_time', before, after } : undefined;
  }
  return a.worker.ordinal < b.worker.ordinal ? { by: 'creation' } : undefined;
}

function cameAfter(worker: Worker, offer: Reservation): boolean {
  return worker.ordinal > offer.ordinal || worker.dateStatusChanged > offer.dateCreated;
}

function ranked(state: Readable, task: Task, standing: Standing): Ranked {
  const { worker } = standing;
  if (standing.standing === 'offered') return { worker, idle: standing.reservation.idleBefore };
  const channel = workerChannelOf(state, worker.sid, task.taskChannelSid);
  return { worker, idle: { worker: worker.lastReserved, channel: channel?.lastReserved ?? 0 } };
}

function orderByClause(state: Readable, task: Task, a: Ranked, b: Ranked) {
  const orderBy = task.step?.kind === 'workflow' ? task.step.rule.orderBy : undefined;
  if (orderBy === undefined) return undefined;
  const facts = [workerFacts(state, a.worker), workerFacts(state, b.worker)] as const;
  const clause = orderBy.decidedBy(...facts);
  if (clause === undefined) return undefined;
  return { text: `worker.${clause.path.join('.')} ${clause.direction}`, sign: orderBy.compare(...facts) };
}
