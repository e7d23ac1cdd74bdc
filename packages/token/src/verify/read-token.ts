import type { DecodedToken } from '@taskbay/protocol';
import { decodeToken } from '@taskbay/protocol';
import { MAX_TOKEN_LENGTH } from '../limits.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';

/** Header and payload of a token within the length limit, which is checked before anything is decoded. */
export function readToken(token: string): DecodedToken | Refusal {
  if (typeof token !== 'string' || token === '') return refuse('malformed', 'a token is required');
  if (token.length > MAX_TOKEN_LENGTH) {
    const message = `the token is ${token.length} characters long, at most ${MAX_TOKEN_LENGTH} are accepted`;
    return refuse('too_large', message);
  }
  const unreadable = 'the token is not three base64url segments with a JSON header and payload';
  return decodeToken(token) ?? refuse('malformed', unreadable);
}
