import type { DecodedToken } from '@taskbay/protocol';

export type TokenKind = 'capability' | 'access';

/** The rules a token is held to: the `cty` header, or grants in the place of policies, make it an access token. */
export function kindOf({ header, payload }: DecodedToken): TokenKind {
  if (header.cty !== undefined) return 'access';
  return payload.grants !== undefined && payload.policies === undefined ? 'access' : 'capability';
}
