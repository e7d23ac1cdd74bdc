import type { Host } from '../src/runtime/host.ts';

interface Waiting {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/** Lets everything that is ready run: promise reactions and what they defer. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A host whose wall time stands still until a test lets it pass. */
export class ManualHost implements Host {
  private time: number;
  private order = 0;
  private readonly waiting = new Map<object, Waiting>();

  constructor(now: number) {
    this.time = now;
  }

  readonly now = (): number => this.time;

  readonly setTimeout = (run: () => void, milliseconds: number): object => {
    const handle = {};
    this.order += 1;
    this.waiting.set(handle, { due: this.time + milliseconds, order: this.order, run });
    return handle;
  };

  readonly clearTimeout = (handle: unknown): void => {
    this.waiting.delete(handle as object);
  };

  readonly defer = (run: () => void): void => {
    setImmediate(run);
  };

  readonly soon = (run: () => void): void => {
    process.nextTick(run);
  };

  /** Timers that are set now. */
  get timers(): number {
    return this.waiting.size;
  }

  /** Resolves when that many timers are armed. */
  async armed(count: number): Promise<void> {
    while (this.waiting.size < count) await turn();
  }

  /** Lets wall time pass at one go, running timers as they fall due. */
  advance(milliseconds: number): void {
    const target = this.time + milliseconds;
    while (this.fireNext(target));
    this.time = target;
  }

  /** The same, with a turn after each timer. */
  async elapse(milliseconds: number): Promise<void> {
    const target = this.time + milliseconds;
    while (this.fireNext(target)) await turn();
    this.time = target;
    await turn();
  }

  /** False when nothing is due by then. */
  private fireNext(target: number): boolean {
    const due = [...this.waiting].filter(([, { due }]) => due <= target).sort(([, a], [, b]) => byDue(a, b))[0];
    if (due === undefined) return false;
    const [handle, { due: moment, run }] = due;
    this.waiting.delete(handle);
    this.time = Math.max(this.time, moment);
    run();
    return true;
  }
}

function byDue(a: Waiting, b: Waiting): number {
  return a.due - b.due || a.order - b.order;
}
