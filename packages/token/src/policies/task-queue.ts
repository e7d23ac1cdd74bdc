import type { Policy } from '@taskbay/protocol';
import type { TaskQueueScope } from '../scope.ts';
import { taskQueueUrl } from '../urls.ts';
import { eventBridgeRules, resourcePolicies } from './resource.ts';
import { allow } from './rule.ts';

const eventBridge = (scope: TaskQueueScope): Policy[] => eventBridgeRules(scope, scope.taskQueueSid);

/** Rules of a task queue token, one list per documented capability. */
export const taskQueuePolicies = {
  eventBridge,
  /** What every task queue client needs: its channel and the queue itself, read-only. */
  automatic: (scope) => [...eventBridge(scope), allow(taskQueueUrl(scope), 'GET')],
  ...resourcePolicies<TaskQueueScope>(taskQueueUrl),
} satisfies Record<string, (scope: TaskQueueScope) => Policy[]>;
