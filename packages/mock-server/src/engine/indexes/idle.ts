import { OrderedSet } from '../ordered-set.ts';
import type { Worker } from '../records.ts';

/** Longest idle first: never reserved, then the oldest last reservation; ties by creation (BEHAVIOUR: ROUTE-8). */
export function byIdleTime(a: Worker, b: Worker): number {
  return a.lastReserved - b.lastReserved || a.ordinal - b.ordinal;
}

/**
 * Per queue and task channel: the members who could take one more task of that channel, longest idle first. A set is
 * made when routing first asks for it and kept up from then on, so that pairs nobody uses cost nothing.
 */
export class IdleIndex {
  private readonly queues = new Map<string, Map<string, OrderedSet<Worker>>>();

  /** The set of a queue and a task channel; `members` fills it the first time. */
  of(queueSid: string, taskChannelSid: string, members: () => Iterable<Worker>): OrderedSet<Worker> {
    let channels = this.queues.get(queueSid);
    if (channels === undefined) {
      channels = new Map();
      this.queues.set(queueSid, channels);
    }
    let set = channels.get(taskChannelSid);
    if (set === undefined) {
      set = new OrderedSet(byIdleTime);
      for (const worker of members()) set.add(worker);
      channels.set(taskChannelSid, set);
    }
    return set;
  }

  /** The sets a queue has by now, by task channel. */
  setsOf(queueSid: string): ReadonlyMap<string, OrderedSet<Worker>> {
    return this.queues.get(queueSid) ?? NONE;
  }

  /** Forgets every set. */
  clear(): void {
    this.queues.clear();
  }

  /** Forgets a queue that is gone. */
  drop(queueSid: string): void {
    this.queues.delete(queueSid);
  }
}

const NONE: ReadonlyMap<string, OrderedSet<Worker>> = new Map();
