import * as v from 'valibot';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';

/** The moment of a check and what it forgives; all in seconds. */
export interface CheckClock {
  readonly now: number;
  /** How long after `exp` a token still passes, and how early before `nbf`. */
  readonly tolerance: number;
  /** Added to every time in the token: for a verifier whose clock is not the minter's. */
  readonly shift: number;
}

/** Clocks of minter and verifier differ a little even when both are kept; applies to `nbf` only. */
const NOT_BEFORE_SKEW = 5;

const time = v.pipe(v.number(), v.finite());
const notBefore = v.object({ nbf: v.exactOptional(time), iat: v.exactOptional(time) });

/** `expiresAt`: epoch seconds, on the verifier's clock, at which the token ends. */
export type TimesResult = { readonly ok: true; readonly expiresAt: number } | Refusal;

/** Checks `exp`, then `nbf`. A token without a usable `exp` counts as expired. */
export function checkTimes(payload: Readonly<Record<string, unknown>>, clock: CheckClock): TimesResult {
  const exp = v.safeParse(time, payload.exp);
  if (!exp.success) return refuse('expired', 'exp must be a number of epoch seconds: mint the token with a lifetime');
  const expiresAt = exp.output + clock.shift;
  if (expiresAt + clock.tolerance <= clock.now) {
    return refuse('expired', `the token expired at ${isoTime(expiresAt)} (exp): mint a new one`);
  }
  const rest = v.safeParse(notBefore, payload);
  if (!rest.success) return refuse('malformed_claims', 'nbf and iat must be numbers of epoch seconds where present');
  const { nbf } = rest.output;
  const skew = Math.max(clock.tolerance, NOT_BEFORE_SKEW);
  if (nbf !== undefined && nbf + clock.shift > clock.now + skew) {
    return refuse('not_yet_valid', `the token is not valid before ${isoTime(nbf + clock.shift)} (nbf)`);
  }
  return { ok: true, expiresAt };
}

/** ISO text of epoch seconds, or the bare number when no calendar date exists for it. */
export function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}
