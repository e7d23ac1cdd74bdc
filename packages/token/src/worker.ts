export type { Policy } from '@taskbay/protocol';
export { TokenError, type TokenErrorCode } from './errors.ts';
export { mintWorkerToken, type WorkerTokenOptions } from './mint/worker-token.ts';
export { allow, deny, type RuleFilters } from './policies/rule.ts';
export { workerPolicies } from './policies/worker.ts';
