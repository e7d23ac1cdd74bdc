import { Heap } from '../../packages/mock-server/src/engine/heap.ts';
import { OrderedSet } from '../../packages/mock-server/src/engine/ordered-set.ts';
import type { Timer } from '../../packages/mock-server/src/engine/records.ts';
import { Deadlines } from '../../packages/mock-server/src/engine/timers.ts';
import { Transaction } from '../../packages/mock-server/src/engine/transaction.ts';
import type { Workload } from './workload.ts';

/** What one lifecycle writes, counted from real ones; each also removes a task and a reservation of 300 lifecycles ago. */
export interface Writes {
  readonly sids: number;
  readonly entries: number;
  /** Milliseconds from now of each deadline that is armed; as many are disarmed. */
  readonly deadlines: readonly number[];
  readonly tables: {
    readonly task: number;
    readonly reservation: number;
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
  'putTask',
  'addReservation',
  'putReservation',
  'putWorker',
  'putWorkerChannel',
  'remove',
] as const;

/** Counts what lifecycles write, by listening in on transactions, deadlines and every structure there is. */
export function countWrites(workload: Workload, lifecycles: number): Writes {
  const counts = new Counts();
  const { sequence } = { ...workload.state.counters };
  const deadlines: number[] = [];
  workload.prepare(lifecycles);
  const stops = [
    ...METHODS.map((method) => counts.listen(Transaction.prototype, method)),
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
    entries: Math.round((workload.state.counters.sequence - sequence) / lifecycles),
    deadlines: deadlines.slice(0, each('Deadlines.arm')),
    tables: {
      task: each('Transaction.putTask'),
      reservation: each('Transaction.addReservation', 'Transaction.putReservation'),
      worker: each('Transaction.putWorker'),
      workerChannel: each('Transaction.putWorkerChannel'),
    },
    indexes: {
      byNewSid: {
        set: less('Map.set new', 'Transaction.putTask', 'Transaction.addReservation', 'Transaction.putReservation'),
        delete: less('Map.delete new', 'Transaction.remove'),
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

/** Tasks and reservations are new in a lifecycle, whatever else has a SID is there before. */
function ofKey(key: unknown): string {
  return typeof key === 'string' && /^W[TR]/.test(key) ? ' new' : ' known';
}

/** How often methods were called. */
class Counts {
  /** No Map: those are listened in on. */
  private readonly counts: Record<string, number> = {};

  /** Counts calls of a method from now on, apart by what `kind` says of the arguments; answers with a function that stops. */
  listen(prototype: object, method: string, kind: (...args: unknown[]) => string = () => ''): () => void {
    const { counts } = this;
    const owner = prototype as Record<string, (...args: unknown[]) => unknown>;
    const original = owner[method];
    const { name } = prototype.constructor;
    if (original === undefined) throw new Error(`${name} has no ${method}`);
    owner[method] = function (this: unknown, ...args: unknown[]) {
      const counted = `${name}.${method}${kind(...args)}`;
      counts[counted] = (counts[counted] ?? 0) + 1;
      return original.apply(this, args);
    };
    return () => {
      owner[method] = original;
    };
  }

  total(names: readonly string[]): number {
    return names.reduce((sum, name) => sum + (this.counts[name] ?? 0), 0);
  }
}
