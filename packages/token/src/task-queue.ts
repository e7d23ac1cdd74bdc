export type { Policy, PolicyFilter, TunnelMethod } from '@taskbay/protocol';
export { TokenError, type TokenErrorCode } from './errors.ts';
export type { Instant } from './instant.ts';
export type { CapabilityOptions } from './mint/capability.ts';
export { mintTaskQueueToken, type TaskQueueTokenOptions } from './mint/task-queue-token.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { taskQueuePolicies } from './policies/task-queue.ts';
export type { BaseUrls, TaskQueueScope, WorkspaceScope } from './scope.ts';
