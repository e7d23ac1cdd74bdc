import type { ClockMode } from './clock.ts';
import type { InFlightItem } from './in-flight.ts';
import type { Runtime } from './runtime.ts';
import type { DueTimer } from './timers.ts';

export interface FiredTimer {
  /** ISO 8601 with milliseconds. */
  readonly due: string;
  readonly what: string;
  readonly sid: string;
}

export interface TimeReport {
  readonly mode: ClockMode;
  readonly now: string;
  readonly next: FiredTimer | null;
}

export interface AdvanceReport {
  readonly now: string;
  readonly fired: readonly FiredTimer[];
  readonly inFlight: readonly InFlightItem[];
}

export type AdvanceBy =
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'to'; readonly instant: number }
  | { readonly kind: 'next' };

export type TimeProblem = 'clock_is_real' | 'in_the_past' | 'endless_timer';

/** Time cannot be moved as asked. */
export class TimeControlError extends Error {
  readonly code: TimeProblem;
  constructor(code: TimeProblem, message: string) {
    super(message);
    this.code = code;
  }
}

/** Host time to wait for the server's own work after each timer. */
const QUIET_MS = 2_000;
/** Timers that may fire at one instant before they count as endless. */
const MAX_PER_INSTANT = 1_000_000;

/** Moves a manual clock through every due timer, one at a time, letting the server come to rest after each. */
export class TimeControl {
  private readonly runtime: Runtime;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  report(): TimeReport {
    const next = this.runtime.nextTold();
    const { clock } = this.runtime;
    return { mode: clock.mode, now: iso(clock.now()), next: next === undefined ? null : named(next) };
  }

  /** Advances are serialised. Throws TimeControlError on a real clock or for a moment in the past. */
  advance(by: AdvanceBy): Promise<AdvanceReport> {
    const result = this.tail.then(() => this.run(by));
    this.tail = result.catch(() => undefined);
    return result;
  }

  setMode(mode: ClockMode): TimeReport {
    this.runtime.clock.setMode(mode);
    this.runtime.schedule();
    return this.report();
  }

  private async run(by: AdvanceBy): Promise<AdvanceReport> {
    const { clock, inFlight } = this.runtime;
    if (this.runs()) {
      throw new TimeControlError(
        'clock_is_real',
        'The clock runs in real time; switch it with POST /control/time/mode {"mode":"manual"} or start with --clock manual',
      );
    }
    let left = await inFlight.settle(QUIET_MS);
    const target = this.target(by);
    const fired: FiredTimer[] = [];
    let atInstant = 0;
    for (;;) {
      const next = this.runtime.nextTimer();
      // Somebody may have set the clock going again while a timer's work was under way.
      if (this.runs() || next === undefined || next.due > target) break;
      atInstant = next.due > clock.now() ? 1 : atInstant + 1;
      if (atInstant > MAX_PER_INSTANT) {
        throw new TimeControlError('endless_timer', `${next.what} ${next.sid} keeps firing at ${iso(next.due)}`);
      }
      clock.set(next.due);
      if (next.quiet !== true) fired.push(named(next));
      await next.fire();
      left = await inFlight.settle(QUIET_MS);
    }
    if (!this.runs()) clock.set(target);
    return { now: iso(clock.now()), fired, inFlight: left };
  }

  private runs(): boolean {
    return this.runtime.clock.mode === 'real';
  }

  private target(by: AdvanceBy): number {
    const now = this.runtime.clock.now();
    switch (by.kind) {
      case 'seconds':
        return now + Math.round(by.seconds * 1000);
      case 'to':
        if (by.instant < now)
          throw new TimeControlError('in_the_past', `${iso(by.instant)} is before now, ${iso(now)}`);
        return by.instant;
      case 'next':
        return this.runtime.nextTold()?.due ?? now;
    }
  }
}

function named({ due, what, sid }: DueTimer): FiredTimer {
  return { due: iso(due), what, sid };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
