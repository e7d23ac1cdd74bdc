import type { TimerKind } from './commands.ts';
import { OrderedSet } from './ordered-set.ts';
import type { Instant, Timer } from './records.ts';

/** An armed timer and the record that carries it. */
export interface Deadline extends Timer {
  readonly kind: TimerKind;
  readonly sid: string;
}

/** The timers that records carry, in the order in which they fall due (BEHAVIOUR: TIME-1). */
export class Deadlines {
  private readonly armed = new OrderedSet<Timer>(byDue);

  arm(kind: TimerKind, sid: string, { due, sequence }: Timer): void {
    this.armed.add({ due, sequence, kind, sid } satisfies Deadline as Timer);
  }

  disarm(timer: Timer): void {
    this.armed.delete(timer);
  }

  next(): Deadline | undefined {
    return this.armed.first() as Deadline | undefined;
  }
}

export function byDue(a: { due: Instant; sequence: number }, b: { due: Instant; sequence: number }): number {
  return a.due - b.due || a.sequence - b.sequence;
}
