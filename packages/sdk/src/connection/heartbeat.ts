import type { Clock } from '../host.ts';

/** A timer this late means that the machine slept or the tab was throttled, not that the server was silent. */
const LATE_MS = 2000;
/** What frames that arrived meanwhile and wait behind the late timer get to be heard. */
const GRACE_MS = 1000;

/** Calls `silent` once nothing was heard for `periodMs`. One timer, moved on lazily rather than at every frame. */
export class HeartbeatWatch {
  readonly #clock: Clock;
  readonly #periodMs: number;
  readonly #silent: () => void;
  #heardAt = 0;
  #timer: unknown;

  constructor(clock: Clock, periodMs: number, silent: () => void) {
    this.#clock = clock;
    this.#periodMs = periodMs;
    this.#silent = silent;
  }

  start(): void {
    this.stop();
    this.heard();
    this.#arm(this.#periodMs);
  }

  heard(): void {
    this.#heardAt = this.#clock.now();
  }

  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Looks at once instead of when the timer fires, which may be late in a page that was in the background. */
  check(): void {
    if (this.#timer === undefined || this.#left() > 0) return;
    this.stop();
    this.#arm(GRACE_MS);
  }

  #left(): number {
    return this.#heardAt + this.#periodMs - this.#clock.now();
  }

  #arm(delayMs: number): void {
    const due = this.#clock.now() + delayMs;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      const left = this.#left();
      if (left > 0) this.#arm(left);
      else if (this.#clock.now() - due > LATE_MS) this.#arm(GRACE_MS);
      else this.#silent();
    }, delayMs);
  }
}
