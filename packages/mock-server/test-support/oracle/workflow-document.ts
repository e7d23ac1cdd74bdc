import type { Configuration, Target } from './model/records.ts';
import { queueSid } from './model/sids.ts';

/** A configuration as the service is sent it. */
export function workflowDocument({ filters, defaultTarget }: Configuration): string {
  return JSON.stringify({
    task_routing: {
      filters: filters.map(({ expression, targets }) => ({ expression, targets: targets.map(targetDocument) })),
      default_filter: defaultTarget && targetDocument(defaultTarget),
    },
  });
}

function targetDocument({ queue, timeout, priority, skip, expression, orderBy, known }: Target) {
  return {
    queue: queue && queueSid(queue),
    timeout,
    priority,
    skip_if: skip,
    expression,
    order_by: orderBy,
    known_worker_friendly_name: known === 'friendly_name' ? 'task.agent' : undefined,
    known_worker_sid: known === 'sid' ? 'task.agent_sid' : undefined,
  };
}
