import type { Clock } from '../src/host.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until told to move; fires timers in (instant, order) order. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #order = 0;
  readonly #timers = new Map<number, Timer>();

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    this.#order += 1;
    this.#timers.set(this.#order, { due: this.#now + Math.max(0, delayMs), order: this.#order, callback });
    return this.#order;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as number);
  }

  get pending(): number {
    return this.#timers.size;
  }

  async advance(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds;
    for (let timer = this.#next(target); timer !== undefined; timer = this.#next(target)) {
      this.#timers.delete(timer.order);
      this.#now = Math.max(this.#now, timer.due);
      timer.callback();
      await settled();
    }
    this.#now = target;
    await settled();
  }

  /** Time passes and no timer fires, as on a machine that sleeps or in a throttled tab. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
  }

  #next(target: number): Timer | undefined {
    return [...this.#timers.values()]
      .filter((timer) => timer.due <= target)
      .sort((one, other) => one.due - other.due || one.order - other.order)[0];
  }
}

/** Resolves when every promise that can run has run: promise jobs come before the next turn of the event loop. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
