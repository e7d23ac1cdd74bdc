import type { Runtime } from '../../runtime/runtime.ts';
import type { Delivery } from './log.ts';

/** How one attempt went: over, or again after that many milliseconds of server time. */
export type Attempted = { readonly again: false } | { readonly again: true; readonly after: number };

/** Callbacks that wait in one lane, at most. */
export const MAX_WAITING = 10_000;
/** Below this many the queue has room again, so that one overflow is told once. */
const ROOM = MAX_WAITING / 2;

/** Callbacks of one workspace, one after the other in the order of what they tell (HOOK-2). */
export class Lane {
  private readonly runtime: Runtime;
  private readonly attempt: (delivery: Delivery) => Promise<Attempted>;
  private readonly atRest: () => void;
  private waiting: Delivery[] = [];
  private next = 0;
  private running = false;
  private overflowing = false;
  private ended = false;
  private cancelRetry: (() => void) | undefined;

  /** `atRest`: nothing waits any more, not even for the time of a retry. */
  constructor(runtime: Runtime, attempt: (delivery: Delivery) => Promise<Attempted>, atRest: () => void) {
    this.runtime = runtime;
    this.attempt = attempt;
    this.atRest = atRest;
  }

  /** `first dropped`: it was dropped, and nobody has been told of this overflow yet. */
  add(delivery: Delivery): 'taken' | 'dropped' | 'first dropped' {
    const size = this.waiting.length - this.next;
    if (this.overflowing && size < ROOM) this.overflowing = false;
    if (this.overflowing || size >= MAX_WAITING) {
      const first = !this.overflowing;
      this.overflowing = true;
      delivery.state = 'dropped';
      return first ? 'first dropped' : 'dropped';
    }
    this.waiting.push(delivery);
    if (!this.running) void this.run();
    return 'taken';
  }

  /** Forgets what waits; an attempt under way is no longer followed up. */
  end(): void {
    this.ended = true;
    this.cancelRetry?.();
    this.waiting = [];
    this.next = 0;
  }

  /** In flight while an attempt is; not while it waits for the time of a retry. */
  private async run(): Promise<void> {
    this.running = true;
    for (;;) {
      const delivery = this.waiting[this.next];
      if (delivery === undefined) break;
      const done = this.runtime.inFlight.begin('webhook', delivery.sid);
      const attempted = await this.attempt(delivery).finally(done);
      if (this.ended) return;
      if (attempted.again) {
        this.cancelRetry = this.runtime.setTimer(attempted.after, 'webhook retry', delivery.sid, () => void this.run());
        return;
      }
      this.advance();
    }
    this.running = false;
    this.atRest();
  }

  private advance(): void {
    this.next += 1;
    if (this.next < 1_000 && this.next < this.waiting.length) return;
    this.waiting = this.waiting.slice(this.next);
    this.next = 0;
  }
}
