import { workerPolicies } from '../policies/worker.ts';
import type { WorkerScope } from '../scope.ts';
import type { CapabilityOptions } from './capability.ts';
import { mintCapability } from './capability.ts';

export interface WorkerTokenOptions extends CapabilityOptions, WorkerScope {}

/**
 * Mints the capability token of a worker, for Worker.js / TaskRouter.js v1 clients. Default rules: the automatic list,
 * activity updates and reservation updates. Rejects with `TokenError` when an option is missing or wrong.
 */
export async function mintWorkerToken(options: WorkerTokenOptions): Promise<string> {
  const channel = { field: 'workerSid', prefix: 'WK', sid: options.workerSid };
  return mintCapability(options, channel, () => [
    ...workerPolicies.automatic(options),
    ...workerPolicies.activityUpdates(options),
    ...workerPolicies.reservationUpdates(options),
  ]);
}
