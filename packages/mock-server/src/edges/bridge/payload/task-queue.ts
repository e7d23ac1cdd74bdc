import type { TaskQueuePayload } from '@taskbay/protocol';
import type { Views } from '../../operations/views.ts';
import { seconds } from './dates.ts';

export function taskQueuePayload(view: Views['taskQueue']): TaskQueuePayload {
  const { workspace, queue, reservationActivity, assignmentActivity } = view;
  return {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    sid: queue.sid,
    friendly_name: queue.friendlyName,
    reservation_activity_sid: reservationActivity?.sid ?? null,
    reservation_activity_name: reservationActivity?.friendlyName ?? null,
    assignment_activity_sid: assignmentActivity?.sid ?? null,
    assignment_activity_name: assignmentActivity?.friendlyName ?? null,
    target_workers: queue.targetWorkers.text,
    max_reserved_workers: queue.maxReservedWorkers,
    task_order: queue.taskOrder,
    lifo_queue: queue.taskOrder === 'LIFO',
    date_created: seconds(queue.dateCreated),
    date_updated: seconds(queue.dateUpdated),
  };
}
