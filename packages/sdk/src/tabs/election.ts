import type { TabLocks } from './tab-options.ts';

export interface Candidate {
  gained(): void;
  /** Another tab took the lock away. */
  lost(): void;
  /** The platform refused the lock: nobody can lead. */
  failed(cause: unknown): void;
}

/** Stands for leadership: whoever holds the lock leads. The platform gives it on when the tab closes or crashes. */
export class Election {
  readonly #locks: TabLocks;
  readonly #name: string;
  readonly #candidate: Candidate;
  #waiting: AbortController | undefined;
  #release: (() => void) | undefined;
  /** Counts requests, so that the end of an earlier one is not taken for that of the present one. */
  #turn = 0;

  constructor(locks: TabLocks, name: string, candidate: Candidate) {
    this.#locks = locks;
    this.#name = name;
    this.#candidate = candidate;
  }

  /** Waits for its turn; does nothing while it waits or leads. */
  stand(): void {
    if (this.#waiting !== undefined || this.#release !== undefined) return;
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }

  /** Takes the lock from a leader that does not answer. */
  seize(): void {
    this.#giveUpWaiting();
    this.#request({ steal: true });
  }

  /** Leads no more and waits no more, until `stand`. */
  withdraw(): void {
    this.#turn += 1;
    this.#giveUpWaiting();
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }

  #giveUpWaiting(): void {
    this.#turn += 1;
    this.#waiting?.abort();
    this.#waiting = undefined;
  }

  #request(options: Parameters<TabLocks['request']>[1]): void {
    this.#turn += 1;
    const turn = this.#turn;
    const held = () => {
      if (turn !== this.#turn) return Promise.resolve();
      this.#waiting = undefined;
      return new Promise<void>((resolve) => {
        this.#release = resolve;
        this.#candidate.gained();
      });
    };
    const ended = (cause: unknown) => {
      if (turn !== this.#turn) return;
      const led = this.#release !== undefined;
      this.#release = undefined;
      this.#waiting = undefined;
      if (!led) {
        this.#candidate.failed(cause);
        return;
      }
      this.#candidate.lost();
      this.stand();
    };
    this.#locks.request(this.#name, options, held).then(undefined, ended);
  }
}
