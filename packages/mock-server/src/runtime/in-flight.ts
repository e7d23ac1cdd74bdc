import type { Host } from './host.ts';

/** One thing the server has begun and not finished: a command, an append, a frame or a webhook request. */
export interface InFlightItem {
  readonly what: string;
  readonly sid: string;
}

/** Knows what the server still has to do by itself; never waits for a client's reaction. */
export class InFlight {
  private readonly host: Host;
  private readonly items = new Set<InFlightItem>();
  private waiting: (() => void)[] = [];
  private checking = false;

  constructor(host: Host) {
    this.host = host;
  }

  /** Begins something; the returned function ends it and may be called once. */
  begin(what: string, sid: string): () => void {
    const item = { what, sid };
    this.items.add(item);
    return () => {
      this.items.delete(item);
      if (this.items.size === 0 && this.waiting.length > 0) this.checkLater();
    };
  }

  list(): readonly InFlightItem[] {
    return [...this.items];
  }

  /** Waits until nothing is in flight, at most `timeoutMs` of host time; answers what is left. */
  settle(timeoutMs: number): Promise<readonly InFlightItem[]> {
    return new Promise((resolve) => {
      const timer = this.host.setTimeout(() => {
        this.waiting = this.waiting.filter((waiter) => waiter !== done);
        resolve(this.list());
      }, timeoutMs);
      const done = (): void => {
        this.host.clearTimeout(timer);
        resolve([]);
      };
      this.waiting.push(done);
      this.checkLater();
    });
  }

  /** Asks again a turn later, because finishing one thing usually begins the next. */
  private checkLater(): void {
    if (this.checking) return;
    this.checking = true;
    this.host.defer(() => {
      this.checking = false;
      if (this.items.size > 0) return;
      const waiting = this.waiting;
      this.waiting = [];
      for (const done of waiting) done();
    });
  }
}
