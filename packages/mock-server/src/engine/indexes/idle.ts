import { OrderedSet } from '../ordered-set.ts';
import type { Worker } from '../records.ts';

/** Longest idle first: never reserved, then the oldest last reservation; ties by creation (BEHAVIOUR: ROUTE-8). */
export function byIdleTime(a: Worker, b: Worker): number {
  return a.lastReserved - b.lastReserved || a.ordinal - b.ordinal;
}

/** Per queue: its members whose activity is available, longest idle first. */
export class IdleIndex {
  private readonly queues = new Map<string, OrderedSet<Worker>>();

  of(queueSid: string): Iterable<Worker> {
    return this.queues.get(queueSid) ?? [];
  }

  add(queueSid: string, worker: Worker): void {
    let set = this.queues.get(queueSid);
    if (set === undefined) {
      set = new OrderedSet(byIdleTime);
      this.queues.set(queueSid, set);
    }
    set.add(worker);
  }

  delete(queueSid: string, worker: Worker): void {
    const set = this.queues.get(queueSid);
    if (set === undefined) return;
    set.delete(worker);
    if (set.size === 0) this.queues.delete(queueSid);
  }
}
