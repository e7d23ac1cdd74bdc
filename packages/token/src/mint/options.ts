import { TokenError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { toMilliseconds } from '../instant.ts';

export interface LifetimeOptions {
  /** Seconds until the token ends, a positive whole number. Default 3600. */
  readonly ttl?: number;
  /** When the token is issued. Default: the host's clock. */
  readonly now?: Instant;
}

const DEFAULT_TTL = 3600;

/** Refuses a SID that is missing or of another kind. */
export function requireSid(field: string, value: unknown, prefix: string): void {
  requireText(field, value);
  if (!String(value).startsWith(prefix)) {
    throw new TokenError('invalid_option', field, `${field} must be a SID that starts with ${prefix}, got "${value}"`);
  }
}

/** Refuses an option that is missing, empty or not a string. The value stays out of the message: it may be a secret. */
export function requireText(field: string, value: unknown): void {
  if (value === undefined || value === null || value === '') {
    throw new TokenError('missing_option', field, `${field} is required`);
  }
  if (typeof value !== 'string') {
    throw new TokenError('invalid_option', field, `${field} must be a string, got ${typeof value}`);
  }
}

/** Issue and end of a token in whole epoch seconds. */
export function lifetime(options: LifetimeOptions): { iat: number; exp: number } {
  const ttl = options.ttl ?? DEFAULT_TTL;
  if (!Number.isSafeInteger(ttl) || ttl <= 0) {
    throw new TokenError('invalid_option', 'ttl', `ttl must be a positive whole number of seconds, got ${ttl}`);
  }
  const now = toMilliseconds(options.now);
  if (!Number.isFinite(now)) {
    throw new TokenError('invalid_option', 'now', 'now must be a valid Date or a number of milliseconds');
  }
  const iat = Math.floor(now / 1000);
  return { iat, exp: iat + ttl };
}
