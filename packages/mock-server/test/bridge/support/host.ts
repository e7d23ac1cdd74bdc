import type { Host } from '../../../src/runtime/host.ts';

interface Timer {
  readonly due: number;
  readonly sequence: number;
  readonly run: () => void;
}

/** A machine whose time stands until a test moves it. Deferred work runs on the real event loop. */
export class ManualHost implements Host {
  private time: number;
  private sequence = 0;
  private readonly timers = new Set<Timer>();

  constructor(now: number) {
    this.time = now;
  }

  readonly now = (): number => this.time;

  readonly setTimeout = (run: () => void, milliseconds: number): Timer => {
    this.sequence += 1;
    const timer = { due: this.time + milliseconds, sequence: this.sequence, run };
    this.timers.add(timer);
    return timer;
  };

  readonly clearTimeout = (timer: unknown): void => {
    this.timers.delete(timer as Timer);
  };

  readonly defer = (run: () => void): void => {
    setImmediate(run);
  };

  readonly soon = (run: () => void): void => {
    process.nextTick(run);
  };

  get pending(): number {
    return this.timers.size;
  }

  /** Resolves when that many timers are armed. */
  async armed(count: number): Promise<void> {
    while (this.timers.size < count) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets time pass: timers fire in the order in which they are due. */
  advance(milliseconds: number): void {
    const target = this.time + milliseconds;
    for (;;) {
      const [next] = [...this.timers].sort((a, b) => a.due - b.due || a.sequence - b.sequence);
      if (next === undefined || next.due > target) break;
      this.timers.delete(next);
      this.time = Math.max(this.time, next.due);
      next.run();
    }
    this.time = target;
  }
}
