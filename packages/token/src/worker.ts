export type { Policy, PolicyFilter, TunnelMethod } from '@taskbay/protocol';
export { TokenError, type TokenErrorCode } from './errors.ts';
export type { Instant } from './instant.ts';
export type { CapabilityOptions } from './mint/capability.ts';
export { mintWorkerToken, type WorkerTokenOptions } from './mint/worker-token.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { workerPolicies } from './policies/worker.ts';
export type { BaseUrls, WorkerScope, WorkspaceScope } from './scope.ts';
