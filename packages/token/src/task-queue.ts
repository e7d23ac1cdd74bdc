export type { Policy } from '@taskbay/protocol';
export { TokenError, type TokenErrorCode } from './errors.ts';
export { mintTaskQueueToken, type TaskQueueTokenOptions } from './mint/task-queue-token.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { taskQueuePolicies } from './policies/task-queue.ts';
