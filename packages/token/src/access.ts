export { TokenError, type TokenErrorCode } from './errors.ts';
export { type AccessTokenOptions, mintAccessToken } from './mint/access-token.ts';
