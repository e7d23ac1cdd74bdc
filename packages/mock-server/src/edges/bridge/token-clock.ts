import type { DecodedToken } from '@taskbay/protocol';
import type { Runtime } from '../../runtime/runtime.ts';
import { BoundedMap } from '../bounded-map.ts';

/** Tokens whose shift is remembered. */
const MAX_TOKENS = 10_000;

/**
 * Translates times in tokens, which are minted on host time, to the server's clock: everything in a token is shifted
 * by what separated the two clocks when it was issued (design D4).
 */
export class TokenClock {
  private readonly runtime: Runtime;
  /** Genuine token → milliseconds to add, settled at its first sight. */
  private readonly seen = new BoundedMap<string, number>(MAX_TOKENS);
  private start: { readonly host: number; readonly offset: number };

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    this.start = this.mark();
  }

  /** Seconds to add to every time in the token; the same for as long as the token is remembered. */
  shift(token: string, { iat }: DecodedToken['payload']): number {
    const known = this.seen.get(token);
    if (known !== undefined) return known / 1000;
    const shift = this.shiftAt(iat);
    this.seen.set(token, shift);
    return shift / 1000;
  }

  /** Counts the token's life from this moment of the server's clock, whatever second its `iat` was rounded to. */
  learn(token: string): void {
    this.seen.set(token, this.offset());
  }

  reset(): void {
    this.seen.clear();
    this.start = this.mark();
  }

  /** Milliseconds between the clocks at an issue; now for a token that does not say. */
  private shiftAt(iat: unknown): number {
    if (typeof iat !== 'number' || !Number.isFinite(iat)) return this.offset();
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
