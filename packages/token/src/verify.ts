export type { AccessClaims, CapabilityClaims, DecodedToken, Policy, TaskRouterGrant } from '@taskbay/protocol';
export type { HmacAlgorithm } from './algorithms.ts';
export { type AccessRequest, allows, type Decision, type DenialReason } from './evaluate/allows.ts';
export type { Instant } from './instant.ts';
export type { AccessAccepted } from './verify/access-checks.ts';
export type { CapabilityAccepted, ExpectedChannel } from './verify/capability-checks.ts';
export type { Refusal, RefusalReason } from './verify/refusal.ts';
export type { TokenKind } from './verify/token-kind.ts';
export { type KeySource, type Verification, type VerifyOptions, verify } from './verify/verify.ts';
