import { decodeSegment } from '@taskbay/protocol';

export interface Claims {
  readonly account_sid: string;
  readonly channel: string;
  readonly workspace_sid: string;
  readonly worker_sid?: string;
  readonly exp?: number;
}

/** What the old SDK read of a token, with its refusals. */
export function readClaims(token: unknown): Claims {
  if (!token) throw new Error('Token is required for TaskRouter JS SDK');
  const segments = String(token).split('.');
  if (segments.length !== 3) throw new Error('Wrong number of segments');
  const claims = JSON.parse(decodeSegment(segments[1] ?? '') ?? '') as Claims;
  if (!claims.account_sid || !claims.workspace_sid || !claims.channel) {
    const names = 'account_sid,channel or workspace_sid';
    throw new Error(`Missing minimum payload values. Check for existence of ${names} in the token`);
  }
  return claims;
}
