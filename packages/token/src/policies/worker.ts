import type { Policy } from '@taskbay/protocol';
import type { WorkerScope } from '../scope.ts';
import { workerUrl, workspaceUrl } from '../urls.ts';
import { eventBridgeRules, resourcePolicies } from './resource.ts';
import { allow } from './rule.ts';

const eventBridge = (scope: WorkerScope): Policy[] => eventBridgeRules(scope, scope.workerSid);

const fetchAttributes = (scope: WorkerScope): Policy[] => [allow(workerUrl(scope), 'GET')];

/** Rules of a worker token, one list per documented capability. */
export const workerPolicies = {
  eventBridge,
  fetchAttributes,
  /** What every worker client needs: socket, its worker, activities, tasks and reservations, all read-only. */
  automatic: (scope) => [
    ...eventBridge(scope),
    ...fetchAttributes(scope),
    allow(`${workspaceUrl(scope)}/Activities`, 'GET'),
    allow(`${workspaceUrl(scope)}/Tasks/**`, 'GET'),
    allow(`${workerUrl(scope)}/Reservations/**`, 'GET'),
  ],
  /** Change the worker's activity and nothing else of it. */
  activityUpdates: (scope) => [allow(workerUrl(scope), 'POST', { post: { ActivitySid: { required: true } } })],
  /** Accept, reject and otherwise answer reservations, and update or complete tasks. */
  reservationUpdates: (scope) => [
    allow(`${workspaceUrl(scope)}/Tasks/**`, 'POST'),
    allow(`${workerUrl(scope)}/Reservations/**`, 'POST'),
  ],
  ...resourcePolicies<WorkerScope>(workerUrl),
} satisfies Record<string, (scope: WorkerScope) => Policy[]>;
