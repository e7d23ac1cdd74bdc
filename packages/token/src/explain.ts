export type { AccessRequest } from './evaluate/allows.ts';
export { type ExplainOptions, type Explanation, explain } from './explain/explain.ts';
export type { RefusalReason } from './verify/refusal.ts';
