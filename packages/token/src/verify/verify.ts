import type { DecodedToken } from '@taskbay/protocol';
import type { HmacAlgorithm } from '../algorithms.ts';
import type { Instant } from '../instant.ts';
import { toMilliseconds } from '../instant.ts';
import type { AccessAccepted } from './access-checks.ts';
import { checkAccessClaims, checkAccessHeader } from './access-checks.ts';
import type { CapabilityAccepted, ExpectedChannel } from './capability-checks.ts';
import { checkCapabilityClaims, checkCapabilityHeader } from './capability-checks.ts';
import { checkNames } from './member-names.ts';
import { readToken } from './read-token.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import { checkSignature } from './signature.ts';
import type { CheckClock } from './times.ts';
import type { TokenKind } from './token-kind.ts';
import { kindOf } from './token-kind.ts';

export type Verification = CapabilityAccepted | AccessAccepted | Refusal;

type MaybePromise<T> = T | Promise<T>;

/** Looks up secrets; undefined or an empty list means the issuer is unknown or revoked. */
export interface KeySource {
  readonly authTokens?: (accountSid: string) => MaybePromise<readonly string[] | undefined>;
  readonly apiKeySecret?: (
    keySid: string,
  ) => MaybePromise<{ readonly accountSid: string; readonly secret: string } | undefined>;
}

export interface VerifyOptions {
  readonly keys: KeySource;
  /** Default: the host's clock. */
  readonly now?: Instant;
  /** Seconds by which clocks may differ. Default 0 for `exp`; `nbf` always has 5. */
  readonly tolerance?: number;
  /** Accept this kind only. Default: the token's own. */
  readonly kind?: TokenKind;
  /** Algorithms accepted for access tokens. Default HS256 only, as the platform demands. */
  readonly algorithms?: readonly HmacAlgorithm[];
  /** The channel a capability token must be for. */
  readonly expected?: ExpectedChannel;
  /**
   * Seconds to add to every time in the token, asked for once the signature is known to be genuine. For a verifier
   * that keeps a clock of its own, such as a server whose time is advanced by hand.
   */
  readonly timeShift?: (payload: DecodedToken['payload']) => number;
}

/** Checks signature, times, claims and rules, in that order; the first failure decides. Never throws for a bad token. */
export async function verify(token: string, options: VerifyOptions): Promise<Verification> {
  const decoded = readToken(token);
  if ('ok' in decoded) return decoded;
  const kind = kindOf(decoded);
  if (options.kind !== undefined && kind !== options.kind) {
    return refuse('wrong_kind', `a token of the kind "${options.kind}" is required, this is of the kind "${kind}"`);
  }
  return kind === 'access' ? verifyAccess(token, decoded, options) : verifyCapability(token, decoded, options);
}

async function verifyCapability(token: string, decoded: DecodedToken, options: VerifyOptions): Promise<Verification> {
  const { header, payload } = decoded;
  const badHeader = checkCapabilityHeader(header);
  if (badHeader !== undefined) return badHeader;
  const account = payload.account_sid;
  const secrets = typeof account === 'string' ? await options.keys.authTokens?.(account) : undefined;
  if (secrets === undefined || secrets.length === 0) {
    return refuse('unknown_issuer', 'account_sid names no account that is known here');
  }
  const forged = await checkSignature(token, secrets, ['HS256']);
  return forged ?? checkNames(token) ?? checkCapabilityClaims(payload, checkClock(payload, options), options.expected);
}

async function verifyAccess(token: string, decoded: DecodedToken, options: VerifyOptions): Promise<Verification> {
  const { header, payload } = decoded;
  const algorithms = options.algorithms ?? ['HS256'];
  const badHeader = checkAccessHeader(header, algorithms);
  if (badHeader !== undefined) return badHeader;
  const key = typeof payload.iss === 'string' ? await options.keys.apiKeySecret?.(payload.iss) : undefined;
  if (key === undefined) return refuse('unknown_issuer', 'iss names no API key that is known here');
  const forged = await checkSignature(token, [key.secret], algorithms);
  return forged ?? checkNames(token) ?? checkAccessClaims(payload, checkClock(payload, options), key.accountSid);
}

function checkClock(payload: DecodedToken['payload'], options: VerifyOptions): CheckClock {
  return {
    now: toMilliseconds(options.now) / 1000,
    tolerance: options.tolerance ?? 0,
    shift: options.timeShift?.(payload) ?? 0,
  };
}
