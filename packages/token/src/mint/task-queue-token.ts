import { taskQueuePolicies } from '../policies/task-queue.ts';
import type { TaskQueueScope } from '../scope.ts';
import type { CapabilityOptions } from './capability.ts';
import { mintCapability } from './capability.ts';

export interface TaskQueueTokenOptions extends CapabilityOptions, TaskQueueScope {}

/**
 * Mints the capability token of a task queue, for v1 TaskQueue clients. Default rules: the automatic list, which only
 * reads the queue itself. Rejects with `TokenError` when an option is missing or wrong.
 */
export async function mintTaskQueueToken(options: TaskQueueTokenOptions): Promise<string> {
  const channel = { field: 'taskQueueSid', prefix: 'WQ', sid: options.taskQueueSid };
  return mintCapability(options, channel, () => taskQueuePolicies.automatic(options));
}
