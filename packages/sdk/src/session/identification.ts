import { TaskbayError } from '../errors.ts';
import type { Identity } from '../wire/wire.ts';

/** Whose session it is: known at once on v1, with the first `init` on v2. Callers may wait for it. */
export class Identification {
  #identity: Identity | undefined;
  #waiting: (() => void)[] = [];

  constructor(identity: Identity | undefined) {
    this.#identity = identity;
  }

  get identity(): Identity | undefined {
    return this.#identity;
  }

  becomes(identity: Identity): void {
    this.#identity = identity;
    this.release();
  }

  /** Lets everybody go on who waits; those who still do not know then are refused. */
  release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const release of waiting) release();
  }

  async wait(signal: AbortSignal | undefined): Promise<Identity> {
    if (this.#identity === undefined) {
      await new Promise<void>((resolve, reject) => {
        const given = () => reject(new TaskbayError('aborted', 'The call was given up', { cause: signal?.reason }));
        if (signal?.aborted) given();
        signal?.addEventListener('abort', given, { once: true });
        this.#waiting.push(() => {
          signal?.removeEventListener('abort', given);
          resolve();
        });
      });
    }
    if (this.#identity !== undefined) return this.#identity;
    throw new TaskbayError('disconnected', 'The session ended before it was known whose it is');
  }
}
