import type { Clock } from '../host.ts';

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

  #arm(delayMs: number): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      const left = this.#heardAt + this.#periodMs - this.#clock.now();
      if (left <= 0) this.#silent();
      else this.#arm(left);
    }, delayMs);
  }
}
