import { Heap } from '../../packages/mock-server/src/engine/heap.ts';
import { OrderedSet } from '../../packages/mock-server/src/engine/ordered-set.ts';
import type { Task, Timer } from '../../packages/mock-server/src/engine/records.ts';
import { Deadlines } from '../../packages/mock-server/src/engine/timers.ts';
import { Transaction } from '../../packages/mock-server/src/engine/transaction.ts';
import { Counts } from './counts.ts';
import type { EntryWrite } from './entries.ts';
import { entriesOf } from './entries.ts';
import type { Workload } from './workload.ts';

/** What one lifecycle writes, counted from real ones; each also removes a task and a reservation of 300 lifecycles ago. */
export interface Writes {
  readonly sids: number;
  readonly entries: readonly EntryWrite[];
  /** Milliseconds from now of each deadline that is armed; as many are disarmed. */
  readonly deadlines: readonly number[];
  readonly tables: {
    readonly task: number;
    /** Of these, how many come with a new step and its entry in the trail. */
    readonly taskInStep: number;
    readonly reservation: number;
    /** Of these, how many are new: they note the idle order that they found. */
    readonly reservationAdded: number;
    readonly worker: number;
    readonly workerChannel: number;
  };
  readonly indexes: IndexWrites;
}

/** What brings the indexes along: writes into structures that are neither tables nor deadlines. */
export interface IndexWrites {
  /** Maps by SIDs that came up with the lifecycle: of its task and its reservation. */
  readonly byNewSid: { readonly set: number; readonly delete: number };
  /** Maps by SIDs that were there before: of workers, queues, channels. */
  readonly byKnownSid: { readonly set: number; readonly delete: number };
  readonly sets: { readonly add: number; readonly delete: number };
  readonly weakMaps: { readonly set: number };
  readonly orderedSets: { readonly add: number; readonly delete: number };
  readonly heaps: { readonly push: number; readonly pop: number };
}

/** Those of a transaction that are counted. */
const METHODS = [
  'sid',
  'addTask',
  'addReservation',
  'putReservation',
  'putWorker',
  'putWorkerChannel',
  'removeTask',
  'removeReservation',
] as const;

/**
 * Counts what lifecycles write, by listening in on transactions, deadlines and every structure there is. Not in the thread
 * that measures: methods that were replaced once are called more slowly ever after.
 */
export function countWrites(workload: Workload, lifecycles: number): Writes {
  const counts = new Counts();
  const deadlines: number[] = [];
  const entries = entriesOf(workload);
  workload.prepare(lifecycles);
  const stops = [
    ...METHODS.map((method) => counts.listen(Transaction.prototype, method)),
    counts.listen(Transaction.prototype, 'putTask', byStep()),
    counts.listen(Map.prototype, 'set', ofKey),
    counts.listen(Map.prototype, 'delete', ofKey),
    counts.listen(Set.prototype, 'add'),
    counts.listen(Set.prototype, 'delete'),
    counts.listen(WeakMap.prototype, 'set'),
    counts.listen(OrderedSet.prototype, 'add'),
    counts.listen(OrderedSet.prototype, 'delete'),
    counts.listen(Heap.prototype, 'push'),
    counts.listen(Heap.prototype, 'pop'),
    counts.listen(Deadlines.prototype, 'disarm'),
    counts.listen(Deadlines.prototype, 'arm', (_kind, _sid, timer) => {
      deadlines.push((timer as Timer).due - workload.now);
      return '';
    }),
  ];
  try {
    for (let done = 0; done < lifecycles; done += 1) workload.lifecycle();
  } finally {
    for (const stop of stops) stop();
  }
  const each = (...names: string[]): number => Math.round(counts.total(names) / lifecycles);
  const less = (name: string, ...others: string[]): number => each(name) - each(...others);
  return {
    sids: each('Transaction.sid'),
    entries,
    deadlines: deadlines.slice(0, each('Deadlines.arm')),
    tables: {
      task: each(...PUT_TASK),
      taskInStep: each('Transaction.putTask in a new step'),
      reservation: each('Transaction.addReservation', 'Transaction.putReservation'),
      reservationAdded: each('Transaction.addReservation'),
      worker: each('Transaction.putWorker'),
      workerChannel: each('Transaction.putWorkerChannel'),
    },
    indexes: {
      byNewSid: {
        set: less('Map.set new', ...PUT_TASK, 'Transaction.addReservation', 'Transaction.putReservation'),
        delete: less('Map.delete new', 'Transaction.removeTask', 'Transaction.removeReservation'),
      },
      byKnownSid: {
        set: less('Map.set known', 'Transaction.putWorker', 'Transaction.putWorkerChannel'),
        delete: each('Map.delete known'),
      },
      sets: { add: each('Set.add'), delete: each('Set.delete') },
      weakMaps: { set: each('WeakMap.set') },
      orderedSets: {
        add: less('OrderedSet.add', 'Deadlines.arm'),
        delete: less('OrderedSet.delete', 'Deadlines.disarm'),
      },
      heaps: { push: each('Heap.push'), pop: each('Heap.pop') },
    },
  };
}

const PUT_TASK = ['Transaction.addTask', 'Transaction.putTask', 'Transaction.putTask in a new step'] as const;

/** Steps are objects of their own: what no record had before is new. */
function byStep(): (task: unknown) => string {
  let last: unknown = null;
  return (task) => {
    const { step } = task as Task;
    const entered = step !== null && step !== last;
    last = step ?? last;
    return entered ? ' in a new step' : '';
  };
}

/** Tasks and reservations are new in a lifecycle, whatever else has a SID is there before. */
function ofKey(key: unknown): string {
  return typeof key === 'string' && /^W[TR]/.test(key) ? ' new' : ' known';
}
