export type { Policy } from '@taskbay/protocol';
export { TokenError, type TokenErrorCode } from './errors.ts';
export { mintWorkspaceToken, type WorkspaceTokenOptions } from './mint/workspace-token.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { workspacePolicies } from './policies/workspace.ts';
