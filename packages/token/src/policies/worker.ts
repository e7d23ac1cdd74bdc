import type { Policy } from '@taskbay/protocol';
import type { WorkerScope } from '../scope.ts';
import { workerUrl, workspaceUrl } from '../urls.ts';
import { eventBridgeRules, resourcePolicies } from './resource.ts';
import { allow } from './rule.ts';

const eventBridge = (scope: WorkerScope): Policy[] => eventBridgeRules(scope, scope.workerSid);

const fetchAttributes = (scope: WorkerScope): Policy[] => [allow(workerUrl(scope), 'GET')];

const activityUpdates = (scope: WorkerScope): Policy[] => [
  allow(workerUrl(scope), 'POST', { post: { ActivitySid: { required: true } } }),
];

const tasksUpdates = (scope: WorkerScope): Policy[] => [allow(`${workspaceUrl(scope)}/Tasks/**`, 'POST')];

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
  activityUpdates,
  /** Accept, reject and otherwise answer reservations, and update or complete tasks. */
  reservationUpdates: (scope) => [...tasksUpdates(scope), allow(`${workerUrl(scope)}/Reservations/**`, 'POST')],
  /** @deprecated The automatic rules read the worker already. */
  workerFetchAttributes: fetchAttributes,
  /** @deprecated Use `activityUpdates`. */
  workerActivityUpdates: activityUpdates,
  /** @deprecated Use `reservationUpdates`, which also covers the reservations below the worker. */
  taskReservationUpdates: tasksUpdates,
  ...resourcePolicies<WorkerScope>(workerUrl),
} satisfies Record<string, (scope: WorkerScope) => Policy[]>;
