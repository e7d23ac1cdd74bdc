import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

export function renderTaskQueue(
  { workspace, queue, reservationActivity, assignmentActivity }: Views['taskQueue'],
  facts: RenderFacts,
) {
  const at = (...segments: string[]) => address(facts, workspace.sid, ...segments);
  return {
    account_sid: workspace.accountSid,
    assignment_activity_sid: queue.assignmentActivitySid,
    assignment_activity_name: assignmentActivity?.friendlyName ?? null,
    date_created: date(queue.dateCreated),
    date_updated: date(queue.dateUpdated),
    friendly_name: queue.friendlyName,
    max_reserved_workers: queue.maxReservedWorkers,
    reservation_activity_sid: queue.reservationActivitySid,
    reservation_activity_name: reservationActivity?.friendlyName ?? null,
    sid: queue.sid,
    target_workers: queue.targetWorkers.text,
    task_order: queue.taskOrder,
    url: at('TaskQueues', queue.sid),
    workspace_sid: workspace.sid,
    links: {
      ...(queue.assignmentActivitySid === null
        ? {}
        : { assignment_activity: at('Activities', queue.assignmentActivitySid) }),
      ...(queue.reservationActivitySid === null
        ? {}
        : { reservation_activity: at('Activities', queue.reservationActivitySid) }),
      workspace: at(),
      statistics: at('TaskQueues', queue.sid, 'Statistics'),
      real_time_statistics: at('TaskQueues', queue.sid, 'RealTimeStatistics'),
      cumulative_statistics: at('TaskQueues', queue.sid, 'CumulativeStatistics'),
      list_statistics: at('TaskQueues', 'Statistics'),
      bulk_real_time_statistics: at('TaskQueues', 'RealTimeStatistics'),
    },
  };
}
