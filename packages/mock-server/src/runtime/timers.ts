import { OrderedSet } from '../engine/ordered-set.ts';

/** Something due on the server's clock. `what` and `sid` name it to outsiders. */
export interface DueTimer {
  readonly due: number;
  readonly what: string;
  readonly sid: string;
  /** Fires in its turn, and is neither shown as next nor as fired. */
  readonly quiet?: boolean;
  readonly fire: () => Promise<void>;
}

interface EdgeTimer extends DueTimer {
  readonly sequence: number;
}

/** Timers of the edges (token expiry, webhook retry, a test's own), ordered by (instant, sequence). */
export class EdgeTimers {
  private readonly order = new OrderedSet<EdgeTimer>((a, b) => a.due - b.due || a.sequence - b.sequence);
  private readonly timers = new Map<number, EdgeTimer>();
  private sequence = 0;

  /** Returns a handle for `cancel`. */
  add(due: number, what: string, sid: string, run: () => void | Promise<void>): number {
    this.sequence += 1;
    const sequence = this.sequence;
    const fire = async (): Promise<void> => {
      this.cancel(sequence);
      await run();
    };
    const timer = { due, what, sid, sequence, fire };
    this.timers.set(sequence, timer);
    this.order.add(timer);
    return sequence;
  }

  cancel(handle: number): void {
    const timer = this.timers.get(handle);
    if (timer === undefined) return;
    this.timers.delete(handle);
    this.order.delete(timer);
  }

  clear(): void {
    for (const handle of [...this.timers.keys()]) this.cancel(handle);
  }

  next(): DueTimer | undefined {
    return this.order.first();
  }
}
