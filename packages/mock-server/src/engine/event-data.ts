import type { Json } from '@taskbay/protocol';
import type { EngineEvent, Subject } from './events.ts';
import type { Instant, Transfer } from './records.ts';
import { REASONS } from './rules.ts';
import { callData, conferenceData, phoneData } from './telephony/event-data.ts';
import { usedCapacity } from './views/capacity.ts';

/** The documented `event_data` names of an event, with their JSON types (BEHAVIOUR: EVENT-5). */
export type EventData = Readonly<Record<string, Json>>;

/** What an event says, read from its records as they stood; `now` is the instant of its command. */
export function eventData(event: EngineEvent, now: Instant): EventData {
  const { subject } = event;
  const data: Record<string, Json> = {
    workspace_sid: subject.workspace.sid,
    workspace_name: subject.workspace.friendlyName,
    event_description: descriptionOf(event),
  };
  if (subject.task !== undefined) taskData(data, event, now);
  if (subject.reservation !== undefined) reservationData(data, subject.reservation);
  else if (event.resource === 'WR') data.reservation_sid = event.resourceSid;
  if (subject.transfer !== undefined) transferData(data, subject.transfer);
  if (subject.worker !== undefined) workerData(data, event);
  if (subject.workerChannel !== undefined) channelData(data, event);
  OWN_DATA[event.resource]?.(data, subject);
  return data;
}

/** In the words that the service's documentation shows; where it shows none, the event's type. */
function descriptionOf({ type, subject: { task, worker, activity } }: EngineEvent): string {
  if (type === 'task.canceled' && task?.reason === REASONS.ttl) return REASONS.ttl;
  if (type !== 'worker.activity.update' || worker === undefined || activity === undefined) return type;
  return `Worker ${worker.friendlyName} updated to ${activity.friendlyName} Activity`;
}

function taskData(data: Record<string, Json>, event: EngineEvent, now: Instant): void {
  const { task, queue, workflow, channel } = event.subject;
  if (task === undefined) return;
  data.task_sid = task.sid;
  data.task_attributes = task.attributes.text;
  data.task_age = seconds(now - task.dateCreated);
  data.task_priority = task.priority;
  data.task_assignment_status = task.status;
  if (task.status === 'canceled') data.task_canceled_reason = task.reason;
  if (task.status === 'completed') data.task_completed_reason = task.reason;
  if (task.reason !== null) data.reason = task.reason;
  data.task_channel_sid = task.taskChannelSid;
  if (channel !== undefined) data.task_channel_unique_name = channel.uniqueName;
  data.task_date_created = seconds(task.dateCreated);
  data.task_version = task.version;
  data.task_virtual_start_time = seconds(task.virtualStartTime);
  data.task_ignore_capacity = task.ignoreCapacity;
  if (task.routingTarget !== null) data.task_routing_target = task.routingTarget;
  if (task.taskQueueEnteredDate !== null) {
    data.task_queue_entered_date = seconds(task.taskQueueEnteredDate);
    data.task_age_in_queue = seconds(now - task.taskQueueEnteredDate);
  }
  // A queue or workflow that is gone has no name any more; the task still says which one it was.
  const queueSid = queue?.sid ?? task.taskQueueSid;
  if (queueSid !== null) data.task_queue_sid = queueSid;
  if (queue !== undefined) {
    data.task_queue_name = queue.friendlyName;
    data.task_queue_target_expression = queue.targetWorkers.text;
  }
  if (task.workflowSid !== null) data.workflow_sid = task.workflowSid;
  if (workflow !== undefined) data.workflow_name = workflow.friendlyName;
  workflowData(data, event);
}

function workflowData(data: Record<string, Json>, { details }: EngineEvent): void {
  if (details.filterName !== undefined) data.workflow_filter_name = details.filterName;
  if (details.filterExpression !== undefined) data.workflow_filter_expression = details.filterExpression;
  if (details.targetExpression !== undefined) data.workflow_filter_target_expression = details.targetExpression;
  if (details.previousPriority !== undefined) data.previous_task_priority = details.previousPriority;
  if (details.previousQueue !== undefined) {
    data.previous_task_queue_sid = details.previousQueue.sid;
    data.previous_task_queue_name = details.previousQueue.friendlyName;
  }
  if (details.reEvaluatedReason !== undefined) data.task_re_evaluated_reason = details.reEvaluatedReason;
  if (details.knownWorkerSid !== undefined) data.known_worker_sid = details.knownWorkerSid;
}

function reservationData(data: Record<string, Json>, reservation: NonNullable<Subject['reservation']>): void {
  data.reservation_sid = reservation.sid;
  data.reservation_status = reservation.status;
  data.reservation_timeout = reservation.timeout;
  data.reservation_version = reservation.version;
  if (reservation.canceledReasonCode !== null) data.reservation_reason_code = reservation.canceledReasonCode;
}

function transferData(data: Record<string, Json>, transfer: Transfer): void {
  data.task_transfer_sid = transfer.sid;
  data.transfer_mode = transfer.mode;
  data.transfer_type = transfer.type;
  data.transfer_to = transfer.to;
  data.transfer_status = transfer.status;
  if (transfer.failedReason !== null) data.transfer_failed_reason = transfer.failedReason;
  data.transfer_initiating_reservation_sid = transfer.initiatingReservationSid;
  data.transfer_initiating_worker_sid = transfer.initiatingWorkerSid;
}

function workerData(data: Record<string, Json>, { subject, details }: EngineEvent): void {
  const { worker, activity } = subject;
  if (worker === undefined) return;
  data.worker_sid = worker.sid;
  data.worker_name = worker.friendlyName;
  data.worker_attributes = worker.attributes.text;
  data.worker_activity_sid = worker.activitySid;
  if (activity !== undefined) data.worker_activity_name = activity.friendlyName;
  data.worker_version = worker.version;
  if (details.previousActivity !== undefined) {
    data.worker_previous_activity_sid = details.previousActivity.sid;
    data.worker_previous_activity_name = details.previousActivity.friendlyName;
  }
  if (details.timeInPreviousActivityMs !== undefined) {
    data.worker_time_in_previous_activity = seconds(details.timeInPreviousActivityMs);
    data.worker_time_in_previous_activity_ms = details.timeInPreviousActivityMs;
  }
}

function channelData(data: Record<string, Json>, { subject, details }: EngineEvent): void {
  const { workerChannel, channel } = subject;
  if (workerChannel === undefined) return;
  data.worker_channel_available = workerChannel.available;
  data.worker_channel_capacity = workerChannel.capacity;
  data.worker_channel_available_capacity = Math.max(0, workerChannel.capacity - usedCapacity(workerChannel));
  if (details.previousCapacity !== undefined) data.worker_channel_previous_capacity = details.previousCapacity;
  data.worker_channel_task_count = workerChannel.accepted;
  data.task_channel_sid = workerChannel.taskChannelSid;
  if (channel !== undefined) data.task_channel_unique_name = channel.uniqueName;
}

/** What events about a resource of their own add; tasks, workers and reservations are covered above. */
const OWN_DATA: { readonly [P in EngineEvent['resource']]?: (data: Record<string, Json>, subject: Subject) => void } = {
  WA: (data, { activity }) => {
    if (activity === undefined) return;
    data.activity_sid = activity.sid;
    data.activity_name = activity.friendlyName;
    data.activity_available = activity.available;
  },
  TC: (data, { channel }) => {
    if (channel === undefined) return;
    data.task_channel_sid = channel.sid;
    data.task_channel_name = channel.friendlyName;
    data.task_channel_unique_name = channel.uniqueName;
    data.task_channel_optimized_routing = channel.channelOptimizedRouting;
  },
  WQ: (data, { queue }) => {
    if (queue === undefined) return;
    data.task_queue_sid = queue.sid;
    data.task_queue_name = queue.friendlyName;
    data.task_queue_target_expression = queue.targetWorkers.text;
  },
  WS: phoneData,
  CA: callData,
  CF: conferenceData,
  WW: (data, { workflow }) => {
    if (workflow === undefined) return;
    data.workflow_sid = workflow.sid;
    data.workflow_name = workflow.friendlyName;
  },
};

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
