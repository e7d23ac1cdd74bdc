import type { DecodedToken } from '@taskbay/protocol';
import type { Runtime } from '../../runtime/runtime.ts';
import { BoundedMap } from '../bounded-map.ts';

/** Tokens whose first sight is remembered. */
const MAX_TOKENS = 10_000;

/**
 * Translates times in tokens, which are minted on host time, to the server's clock: everything in a token is shifted
 * by what separated the two clocks when it was issued (design D4).
 */
export class TokenClock {
  private readonly runtime: Runtime;
  /** Token → milliseconds to add, for tokens that say nothing of their issue or were minted by the server itself. */
  private readonly seen = new BoundedMap<string, number>(MAX_TOKENS);
  private start: { readonly host: number; readonly offset: number };

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    this.start = this.mark();
  }

  /** Seconds to add to every time in the token. */
  shift(token: string, { iat }: DecodedToken['payload']): number {
    return this.milliseconds(token, iat) / 1000;
  }

  /** Counts the token's life from this moment of the server's clock, whatever second its `iat` was rounded to. */
  learn(token: string): void {
    this.seen.set(token, this.offset());
  }

  reset(): void {
    this.seen.clear();
    this.start = this.mark();
  }

  private milliseconds(token: string, iat: unknown): number {
    const known = this.seen.get(token);
    if (known !== undefined) return known;
    if (typeof iat !== 'number' || !Number.isFinite(iat)) {
      this.learn(token);
      return this.offset();
    }
    const issued = iat * 1000;
    // Before the start the two clocks were apart by what they were apart at the start: an old token stays old.
    if (issued <= this.start.host) return this.start.offset;
    const moment = Math.min(issued, this.runtime.host.now());
    return this.runtime.clock.serverTimeAt(moment) - moment;
  }

  private offset(): number {
    return this.runtime.clock.now() - this.runtime.host.now();
  }

  private mark(): { readonly host: number; readonly offset: number } {
    return { host: this.runtime.host.now(), offset: this.offset() };
  }
}
