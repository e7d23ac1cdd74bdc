import { type DecodedToken, decodeToken } from '@taskbay/protocol';
import type { Runtime } from '../../runtime/runtime.ts';
import { BoundedMap } from '../bounded-map.ts';

/** Tokens whose shift is remembered. */
const MAX_TOKENS = 10_000;

/**
 * Translates times in tokens, which are minted on host time, to the server's clock: everything in a token is shifted
 * by what separated the two clocks when it was issued.
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

  /** Takes the token's end as given, in milliseconds of the server's clock, whatever second its `iat` was rounded to. */
  learn(token: string, expiresAt: number): void {
    const exp = decodeToken(token)?.payload.exp;
    if (typeof exp === 'number') this.seen.set(token, expiresAt - exp * 1000);
  }

  reset(): void {
    this.seen.clear();
    this.start = this.mark();
  }

  /** Milliseconds between the clocks at an issue; now for a token that does not say. */
  private shiftAt(iat: unknown): number {
    if (typeof iat !== 'number' || !Number.isFinite(iat)) return this.offset();
    const { clock, host } = this.runtime;
    const issued = iat * 1000;
    // `iat` is rounded down: the token may have been made at any moment of that second, and not after now.
    const moment = Math.min(issued + 999, host.now());
    // Before the start the two clocks were apart by what they were apart at the start: an old token stays old.
    if (moment < this.start.host) return this.start.offset;
    // On a standing clock a token lives `exp - iat` from where the clock stood, to the millisecond the same in every run.
    return clock.serverTimeAt(moment) - (clock.runningAt(moment) ? moment : issued);
  }

  private offset(): number {
    return this.runtime.clock.now() - this.runtime.host.now();
  }

  private mark(): { readonly host: number; readonly offset: number } {
    return { host: this.runtime.host.now(), offset: this.offset() };
  }
}
