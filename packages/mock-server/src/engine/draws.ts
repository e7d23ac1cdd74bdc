import type { SidPrefix } from '@taskbay/protocol';
import type { Instant, Timer } from './records.ts';
import { drawSid } from './sids.ts';
import { markBeginning, type State, type WritableState } from './state.ts';

/**
 * What a command takes from its workspace, each the next of its kind: SIDs, timers and positions in the orders there are.
 * Fields are declared and set by the constructors: initialisers are one more call for each class, and commands are many.
 */
export class Draws {
  declare readonly state: State;
  declare readonly now: Instant;
  declare protected readonly writable: WritableState;

  constructor(state: State, now: Instant) {
    this.state = state;
    this.now = now;
    this.writable = state as WritableState;
    markBeginning(this.writable);
  }

  sid(prefix: SidPrefix): string {
    return drawSid(prefix, this.writable.sidStream);
  }

  ordinal(): number {
    this.writable.counters.ordinal += 1;
    return this.writable.counters.ordinal;
  }

  /** Next position in the order of offers (who was reserved last). */
  nextReserved(): number {
    this.writable.counters.reserved += 1;
    return this.writable.counters.reserved;
  }

  /** Next position in the journal. */
  protected nextSequence(): number {
    this.writable.counters.sequence += 1;
    return this.writable.counters.sequence;
  }

  /** A timer due `seconds` from now. */
  timer(seconds: number): Timer {
    return this.timerAt(this.now + seconds * 1000);
  }

  timerAt(due: Instant): Timer {
    this.writable.counters.timer += 1;
    return { due, sequence: this.writable.counters.timer };
  }
}
