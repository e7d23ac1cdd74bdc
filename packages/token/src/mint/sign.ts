import { ACCESS_TOKEN_CTY } from '@taskbay/protocol';
import { CompactSign } from 'jose/jws/compact/sign';
import type { HmacAlgorithm } from '../algorithms.ts';
import { TokenError } from '../errors.ts';
import { MAX_TOKEN_LENGTH } from '../limits.ts';
import { utf8 } from '../utf8.ts';

/** Signs capability claims with an account's auth token. */
export function signCapability(claims: object, authToken: string): Promise<string> {
  return sign({ alg: 'HS256', typ: 'JWT' }, claims, authToken);
}

/** Signs access claims with the secret of an API key. */
export function signAccess(
  claims: object,
  secret: string,
  options: { readonly algorithm?: HmacAlgorithm; readonly region?: string } = {},
): Promise<string> {
  const region = options.region ? { twr: options.region } : {};
  return sign({ alg: options.algorithm ?? 'HS256', typ: 'JWT', cty: ACCESS_TOKEN_CTY, ...region }, claims, secret);
}

interface TokenHeader {
  readonly alg: HmacAlgorithm;
  readonly typ: 'JWT';
  readonly cty?: string;
  readonly twr?: string;
}

async function sign(header: TokenHeader, claims: object, secret: string): Promise<string> {
  const token = await new CompactSign(utf8(JSON.stringify(claims)))
    .setProtectedHeader({ ...header })
    .sign(utf8(secret));
  if (token.length > MAX_TOKEN_LENGTH) {
    const message = `the token is ${token.length} characters long, more than ${MAX_TOKEN_LENGTH}: name fewer policies`;
    throw new TokenError('token_too_large', 'policies', message);
  }
  return token;
}
