export { TokenError, type TokenErrorCode } from './errors.ts';
export type { Instant } from './instant.ts';
export { type AccessTokenOptions, mintAccessToken } from './mint/access-token.ts';
export type { LifetimeOptions } from './mint/options.ts';
