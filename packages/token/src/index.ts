export type {
  AccessClaims,
  CapabilityClaims,
  DecodedToken,
  ParameterMatcher,
  Policy,
  PolicyFilter,
  TaskRouterGrant,
  TunnelMethod,
} from '@taskbay/protocol';
export type { HmacAlgorithm } from './algorithms.ts';
export { TokenError, type TokenErrorCode } from './errors.ts';
export { type AccessRequest, allows, type Decision, type DenialReason } from './evaluate/allows.ts';
export { type ExplainOptions, type Explanation, explain } from './explain/explain.ts';
export type { Instant } from './instant.ts';
export { type AccessTokenOptions, mintAccessToken } from './mint/access-token.ts';
export type { CapabilityOptions } from './mint/capability.ts';
export type { LifetimeOptions } from './mint/options.ts';
export { mintTaskQueueToken, type TaskQueueTokenOptions } from './mint/task-queue-token.ts';
export { mintWorkerToken, type WorkerTokenOptions } from './mint/worker-token.ts';
export { mintWorkspaceToken, type WorkspaceTokenOptions } from './mint/workspace-token.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { taskQueuePolicies } from './policies/task-queue.ts';
export { workerPolicies } from './policies/worker.ts';
export { workspacePolicies } from './policies/workspace.ts';
export type { BaseUrls, TaskQueueScope, WorkerScope, WorkspaceScope } from './scope.ts';
export type { AccessAccepted } from './verify/access-checks.ts';
export type { CapabilityAccepted, ExpectedChannel } from './verify/capability-checks.ts';
export type { Refusal, RefusalReason } from './verify/refusal.ts';
export type { TokenKind } from './verify/token-kind.ts';
export { type KeySource, type Verification, type VerifyOptions, verify } from './verify/verify.ts';
