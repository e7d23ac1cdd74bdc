import type { TabHost } from '../src/tabs/host.ts';
import type { TabChannel, TabChannelConstructor, TabLocks } from '../src/tabs/tab-options.ts';
import type { FakeBridge } from './fake-bridge.ts';
import type { ManualClock } from './manual-clock.ts';
import { fakeHost } from './worker-under-test.ts';

interface Waiting {
  readonly grant: () => void;
}

/** Web Locks of one origin in memory. */
export class FakeLocks {
  readonly #queues = new Map<string, Waiting[]>();
  readonly #holders = new Map<string, { readonly end: (error?: Error) => void; readonly owner: object }>();

  /** As one tab sees them: a crash takes its locks and requests away. */
  of(owner: FakeTab): TabLocks {
    return {
      request: (name, { signal, steal }, held) => {
        return new Promise<void>((resolve, reject) => {
          const grant = () => {
            if (owner.crashed) {
              this.#next(name);
              return;
            }
            let over = false;
            const end = (error?: Error) => {
              if (over) return;
              over = true;
              if (this.#holders.get(name)?.end === end) this.#holders.delete(name);
              if (error === undefined) resolve();
              // A tab that hangs learns of it when it wakes.
              else owner.run(() => reject(error));
            };
            this.#holders.set(name, { end, owner });
            void held().then(() => {
              end();
              this.#next(name);
            });
          };
          if (steal === true) {
            this.#holders.get(name)?.end(new DOMException('Lock broken by another request', 'AbortError'));
            grant();
            return;
          }
          const entry = { grant };
          this.#queues.set(name, [...this.#queue(name), entry]);
          signal?.addEventListener('abort', () => {
            this.#queues.set(
              name,
              this.#queue(name).filter((one) => one !== entry),
            );
            reject(signal.reason);
          });
          queueMicrotask(() => this.#next(name));
        });
      },
    };
  }

  /** What the platform does with the locks of a tab that is gone. */
  free(owner: object): void {
    for (const [name, holder] of [...this.#holders]) {
      if (holder.owner !== owner) continue;
      this.#holders.delete(name);
      this.#next(name);
    }
  }

  get held(): number {
    return this.#holders.size;
  }

  #queue(name: string): Waiting[] {
    return this.#queues.get(name) ?? [];
  }

  #next(name: string): void {
    if (this.#holders.has(name)) return;
    const [first, ...rest] = this.#queue(name);
    if (first === undefined) return;
    this.#queues.set(name, rest);
    first.grant();
  }
}

interface Attached {
  readonly name: string;
  readonly tab: FakeTab;
  readonly hear: (data: unknown) => void;
}

/** The tabs of one origin: their locks, their channels, and what can befall them. */
export class FakeOrigin {
  readonly locks = new FakeLocks();
  readonly #attached = new Set<Attached>();
  /** Every message posted, in order. */
  readonly posted: unknown[] = [];
  /** True for a message the platform loses. */
  loses: (message: unknown) => boolean = () => false;

  get channels(): number {
    return this.#attached.size;
  }

  open(): FakeTab {
    return new FakeTab(this);
  }

  channelsOf(tab: FakeTab): TabChannelConstructor {
    const attached = this.#attached;
    const post = (from: Attached, message: unknown) => this.#post(from, message);
    return class implements TabChannel {
      onmessage: ((event: never) => void) | null = null;
      readonly #end: Attached;

      constructor(name: string) {
        this.#end = { name, tab, hear: (data) => this.onmessage?.({ data } as never) };
        attached.add(this.#end);
      }

      postMessage(message: unknown): void {
        post(this.#end, message);
      }

      close(): void {
        attached.delete(this.#end);
      }
    };
  }

  #post(from: Attached, message: unknown): void {
    if (from.tab.defers(() => this.#post(from, message))) return;
    this.posted.push(message);
    if (this.loses(message)) return;
    for (const end of this.#attached) {
      if (end === from || end.name !== from.name) continue;
      const data = structuredClone(message);
      end.tab.run(() => end.hear(data));
    }
  }
}

/** One tab. A hung one runs nothing until it wakes, and then everything it missed; a crashed one never runs again. */
export class FakeTab {
  crashed = false;
  readonly #origin: FakeOrigin;
  #missed: (() => void)[] | undefined;
  #notice: ((notice: 'asleep' | 'awake') => void) | undefined;

  constructor(origin: FakeOrigin) {
    this.#origin = origin;
  }

  get locks(): TabLocks {
    return this.#origin.locks.of(this);
  }

  get BroadcastChannel(): TabChannelConstructor {
    return this.#origin.channelsOf(this);
  }

  host(name: string, clock: ManualClock, bridge: FakeBridge, console: string[]): TabHost {
    return {
      ...fakeHost(clock, bridge, console),
      locks: () => this.locks,
      broadcastChannel: () => this.BroadcastChannel,
      tabName: () => name,
      page: (heard) => {
        this.#notice = heard;
        return () => {
          this.#notice = undefined;
        };
      },
    };
  }

  run(act: () => void): void {
    queueMicrotask(() => {
      if (this.crashed) return;
      if (this.#missed === undefined) act();
      else this.#missed.push(act);
    });
  }

  /** Whether it is in no state to act; it does so when it wakes. */
  defers(act: () => void): boolean {
    this.#missed?.push(act);
    return this.crashed || this.#missed !== undefined;
  }

  crash(): void {
    this.crashed = true;
    this.#origin.locks.free(this);
  }

  hang(): void {
    this.#missed = [];
  }

  wake(): void {
    const missed = this.#missed ?? [];
    this.#missed = undefined;
    for (const act of missed) this.run(act);
  }

  say(notice: 'asleep' | 'awake'): void {
    this.#notice?.(notice);
  }
}
