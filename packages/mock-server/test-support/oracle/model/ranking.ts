import { mayTake, targetOf, viewOf } from './eligibility.ts';
import { type Clause, ORDERS } from './expressions.ts';
import { type Oracle, queueNamed } from './oracle.ts';
import type { Channel, OracleTask, OracleWorker } from './records.ts';

/** Everybody who may have the task, the best first: ROUTE-6, then ROUTE-8. */
export function candidates(oracle: Oracle, task: OracleTask): OracleWorker[] {
  const orderBy = targetOf(task)?.orderBy;
  const clauses: readonly Clause[] = orderBy === undefined ? [] : ORDERS[orderBy];
  return oracle.workers
    .filter((worker) => mayTake(oracle, worker, task))
    .sort((a, b) => {
      for (const clause of clauses) {
        const order = byClause(oracle, clause, a, b);
        if (order !== 0) return order;
      }
      return byIdleness(oracle, task.channel, a, b);
    });
}

/** ROUTE-6 and ROUTE-19: whole numbers only, and whoever has none comes last in either direction. */
function byClause(oracle: Oracle, { read, descending }: Clause, a: OracleWorker, b: OracleWorker): number {
  const [first, second] = [a, b].map((worker) => {
    const value = read(viewOf(oracle, worker));
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  });
  if (first === second) return 0;
  if (first === undefined) return 1;
  if (second === undefined) return -1;
  return descending ? second - first : first - second;
}

/** ROUTE-8; per channel by ROUTE-16. */
function byIdleness(oracle: Oracle, channel: Channel, a: OracleWorker, b: OracleWorker): number {
  if (!oracle.optimized.has(channel)) return byLastOffer(a, b);
  return a.lastOfferedOn[channel] - b.lastOfferedOn[channel] || a.order - b.order;
}

/** Longest idle first, whatever the channel: the order in which routing looks at workers (ROUTE-2). */
export function byLastOffer(a: OracleWorker, b: OracleWorker): number {
  return a.lastOffered - b.lastOffered || a.order - b.order;
}

/** The task a worker should have before any other. */
export function bestTask(oracle: Oracle, worker: OracleWorker): OracleTask | undefined {
  return oracle.tasks.filter((task) => mayTake(oracle, worker, task)).sort((a, b) => byTurn(oracle, a, b))[0];
}

/** ROUTE-9, ROUTE-10; who is routed to a worker comes before (ROUTE-11). */
function byTurn(oracle: Oracle, a: OracleTask, b: OracleTask): number {
  const [first, second] = [lotOf(oracle, a), lotOf(oracle, b)];
  if (first !== second) return first - second;
  if (isLastInFirstOut(oracle, a)) return b.virtualStartTime - a.virtualStartTime || b.order - a.order;
  return b.priority - a.priority || a.virtualStartTime - b.virtualStartTime || a.order - b.order;
}

function lotOf(oracle: Oracle, task: OracleTask): number {
  if (task.place.kind === 'worker') return 0;
  return isLastInFirstOut(oracle, task) === (oracle.prioritizeQueueOrder === 'LIFO') ? 1 : 2;
}

function isLastInFirstOut(oracle: Oracle, { place, queue }: OracleTask): boolean {
  return place.kind !== 'worker' && queueNamed(oracle, queue)?.order === 'LIFO';
}
