export type { CapabilityClaims, ParameterMatcher, Policy, PolicyFilter, TunnelMethod } from '@taskbay/protocol';
export { TokenError, type TokenErrorCode } from './errors.ts';
export { type AccessRequest, allows, type Decision, type DenialReason } from './evaluate/allows.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { taskQueuePolicies } from './policies/task-queue.ts';
export { workerPolicies } from './policies/worker.ts';
export { workspacePolicies } from './policies/workspace.ts';
export type { BaseUrls, TaskQueueScope, WorkerScope, WorkspaceScope } from './scope.ts';
