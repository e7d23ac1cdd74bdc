import { TaskbayError } from '../errors.ts';
import { abortable } from '../wait.ts';
import type { Identity } from '../wire/wire.ts';

/** Whose session it is: known at once on v1, with the first `init` on v2. Callers may wait for it. */
export class Identification {
  identity: Identity | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(identity: Identity | undefined) {
    this.identity = identity;
  }

  /** Lets everybody go on who waits; those who still do not know then are refused. */
  release(): void {
    for (const release of this.#waiting) release();
  }

  async wait(signal: AbortSignal | undefined): Promise<Identity> {
    if (this.identity === undefined) {
      await abortable<void>('The call', signal, (resolve) => {
        this.#waiting.add(resolve);
        return () => this.#waiting.delete(resolve);
      });
    }
    if (this.identity !== undefined) return this.identity;
    throw new TaskbayError('disconnected', 'The session ended before it was known whose it is');
  }
}
