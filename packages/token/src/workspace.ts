export type { Policy, PolicyFilter, TunnelMethod } from '@taskbay/protocol';
export { TokenError, type TokenErrorCode } from './errors.ts';
export type { Instant } from './instant.ts';
export type { CapabilityOptions } from './mint/capability.ts';
export { mintWorkspaceToken, type WorkspaceTokenOptions } from './mint/workspace-token.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { workspacePolicies } from './policies/workspace.ts';
export type { BaseUrls, WorkspaceScope } from './scope.ts';
