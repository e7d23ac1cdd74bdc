import { RESERVATION_STATUSES, TASK_STATUSES } from '@taskbay/protocol';
import type { ActivityRecord, ChannelRecord, ReservationRecord, TaskRecord, WorkerRecord } from '../store/records.ts';
import {
  flag,
  maybeDate,
  maybeFlag,
  maybeJson,
  maybeNumber,
  maybeText,
  number,
  oneOf,
  optionalText,
  type Source,
  source,
  text,
} from './fields.ts';

/** Decoders of the objects both wires write alike, but for field names and dates, which are read in either spelling. */
export function decodeWorker(value: unknown): WorkerRecord {
  const from = source(value, 'worker');
  return {
    sid: text(from, 'sid'),
    accountSid: maybeText(from, 'account_sid'),
    workspaceSid: maybeText(from, 'workspace_sid'),
    friendlyName: text(from, 'friendly_name'),
    attributes: maybeJson(from, 'attributes') ?? {},
    available: maybeFlag(from, 'available'),
    activitySid: text(from, 'activity_sid'),
    activityName: maybeText(from, 'activity_name'),
    dateCreated: maybeDate(from, 'date_created'),
    dateUpdated: maybeDate(from, 'date_updated'),
    dateStatusChanged: maybeDate(from, 'date_status_changed'),
    version: maybeNumber(from, 'version'),
  };
}

export function decodeActivity(value: unknown): ActivityRecord {
  const from = source(value, 'activity');
  return {
    sid: text(from, 'sid'),
    friendlyName: text(from, 'friendly_name'),
    available: flag(from, 'available'),
    dateUpdated: maybeDate(from, 'date_updated'),
  };
}

export function decodeChannel(value: unknown): ChannelRecord {
  const from = source(value, 'worker channel');
  return {
    sid: text(from, 'sid'),
    workerSid: maybeText(from, 'worker_sid'),
    taskChannelSid: text(from, 'task_channel_sid'),
    taskChannelUniqueName: text(from, 'task_channel_unique_name'),
    capacity: number(from, 'configured_capacity'),
    available: flag(from, 'available'),
    assignedTasks: maybeNumber(from, 'assigned_tasks'),
    availableCapacityPercentage: maybeNumber(from, 'available_capacity_percentage'),
    lastReservedTime: maybeDate(from, 'last_reserved_time', 1),
    dateUpdated: maybeDate(from, 'date_updated'),
  };
}

export function decodeTask(value: unknown): TaskRecord {
  const from = source(value, 'task');
  return {
    sid: text(from, 'sid'),
    attributes: maybeJson(from, 'attributes') ?? {},
    addons: maybeJson(from, 'addons'),
    age: maybeNumber(from, 'age'),
    status: oneOf(from, 'assignment_status', TASK_STATUSES),
    priority: maybeNumber(from, 'priority'),
    reason: optionalText(from, 'reason'),
    routingTarget: optionalText(from, 'routing_target'),
    timeout: maybeNumber(from, 'timeout'),
    queueSid: optionalText(from, 'queue_sid', 'task_queue_sid'),
    queueName: optionalText(from, 'queue_name', 'task_queue_friendly_name'),
    workflowSid: optionalText(from, 'workflow_sid'),
    workflowName: optionalText(from, 'workflow_name', 'workflow_friendly_name'),
    taskChannelSid: optionalText(from, 'task_channel_sid'),
    taskChannelUniqueName: optionalText(from, 'task_channel_unique_name'),
    dateCreated: maybeDate(from, 'date_created'),
    dateUpdated: maybeDate(from, 'date_updated'),
    virtualStartTime: maybeDate(from, 'virtual_start_time'),
    version: maybeNumber(from, 'version'),
  };
}

/** A reservation at top level: lists, reads and command answers of both wires, and frames of v2. */
export function decodeReservation(from: Source, taskSid: string): ReservationRecord {
  return {
    sid: text(from, 'sid'),
    taskSid,
    workerSid: maybeText(from, 'worker_sid'),
    workerName: maybeText(from, 'worker_name'),
    status: oneOf(from, 'reservation_status', RESERVATION_STATUSES),
    timeout: maybeNumber(from, 'reservation_timeout'),
    canceledReasonCode: maybeNumber(from, 'canceled_reason_code'),
    dateCreated: maybeDate(from, 'date_created'),
    dateUpdated: maybeDate(from, 'date_updated'),
    version: maybeNumber(from, 'version'),
  };
}
