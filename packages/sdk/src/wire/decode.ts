import { RESERVATION_STATUSES, TASK_STATUSES, TRANSFER_STATUSES } from '@taskbay/protocol';
import type {
  ActivityRecord,
  ChannelRecord,
  Kind,
  Records,
  ReservationRecord,
  TaskQueueRecord,
  TaskRecord,
  TransferRecord,
  WorkerRecord,
} from '../store/records.ts';
import {
  attributes,
  date,
  type Field,
  flag,
  maybeFlag,
  maybeJson,
  maybeNumber,
  maybeText,
  number,
  oneOf,
  optionalText,
  read,
  type Schema,
  text,
} from './fields.ts';
import type { Identity } from './wire.ts';

const worker: Schema<WorkerRecord> = {
  sid: text,
  accountSid: maybeText,
  workspaceSid: maybeText,
  friendlyName: text,
  attributes,
  available: maybeFlag,
  activitySid: text,
  activityName: maybeText,
  dateCreated: date,
  dateUpdated: date,
  dateStatusChanged: date,
  version: maybeNumber,
};

const activity: Schema<Omit<ActivityRecord, 'version'>> = {
  sid: text,
  friendlyName: text,
  available: flag,
  dateUpdated: date,
};

const channel: Schema<Omit<ChannelRecord, 'version'>> = {
  sid: text,
  workerSid: maybeText,
  taskChannelSid: text,
  taskChannelUniqueName: text,
  capacity: [number, 'configured_capacity'],
  available: flag,
  assignedTasks: maybeNumber,
  availableCapacityPercentage: maybeNumber,
  lastReservedTime: date,
  dateUpdated: date,
};

/** REST and frames name queues and workflows differently; whichever is there is read. */
const task: Schema<TaskRecord> = {
  sid: text,
  attributes,
  addons: maybeJson,
  age: maybeNumber,
  status: [/* @__PURE__ */ oneOf(TASK_STATUSES), 'assignment_status'],
  priority: maybeNumber,
  reason: optionalText,
  routingTarget: optionalText,
  timeout: maybeNumber,
  queueSid: [optionalText, 'queue_sid', 'task_queue_sid'],
  queueName: [optionalText, 'queue_name', 'task_queue_friendly_name'],
  workflowSid: optionalText,
  workflowName: [optionalText, 'workflow_name', 'workflow_friendly_name'],
  taskChannelSid: optionalText,
  taskChannelUniqueName: optionalText,
  dateCreated: date,
  dateUpdated: date,
  virtualStartTime: date,
  version: maybeNumber,
};

const reservation: Schema<Omit<ReservationRecord, 'transferSid'>> = {
  sid: text,
  taskSid: text,
  workerSid: maybeText,
  workerName: maybeText,
  status: [/* @__PURE__ */ oneOf(RESERVATION_STATUSES) as Field<ReservationRecord['status']>, 'reservation_status'],
  timeout: [maybeNumber, 'reservation_timeout'],
  canceledReasonCode: maybeNumber,
  dateCreated: date,
  dateUpdated: date,
  version: maybeNumber,
};

const transfer: Schema<Omit<TransferRecord, 'version'>> = {
  sid: text,
  taskSid: text,
  mode: [/* @__PURE__ */ oneOf(['WARM', 'COLD']), 'transfer_mode'],
  type: [/* @__PURE__ */ oneOf(['WORKER', 'QUEUE']), 'transfer_type'],
  status: [/* @__PURE__ */ oneOf(TRANSFER_STATUSES), 'transfer_status'],
  to: [text, 'transfer_to'],
  reservationSid: [text, 'initiating_reservation_sid'],
  workerSid: [text, 'initiating_worker_sid'],
  queueSid: [maybeText, 'initiating_queue_sid'],
  workflowSid: [maybeText, 'initiating_workflow_sid'],
  failedReason: [optionalText, 'transfer_failed_reason'],
  dateCreated: date,
  dateUpdated: date,
};

/** What is read of each kind of object; its entity shows the same fields. */
export const SCHEMAS: Readonly<Record<Kind, object>> = {
  worker,
  activity,
  channel,
  task,
  reservation,
  transfer,
};

const taskQueue: Schema<Omit<TaskQueueRecord, 'version'>> = {
  sid: text,
  friendlyName: text,
  targetWorkers: optionalText,
  taskOrder: maybeText,
  maxReservedWorkers: maybeNumber,
  reservationActivitySid: optionalText,
  assignmentActivitySid: optionalText,
  dateCreated: date,
  dateUpdated: date,
};

/** An object that both wires write alike, but for names and dates, which are read in either spelling. */
export function decode<K extends Kind>(kind: K, value: unknown): Records[K] {
  return read(SCHEMAS[kind] as Schema<Records[K]>, value, kind);
}

export function decodeTaskQueue(value: unknown): TaskQueueRecord {
  return read(taskQueue, value, 'task queue');
}

const init: Schema<Identity & { tokenLifetime: number }> = {
  accountSid: text,
  workspaceSid: text,
  workerSid: [text, 'channel_id'],
  tokenLifetime: number,
};

/** The first frame of a v2 socket: whose session it is and how many milliseconds its token has left. */
export function decodeInit(value: unknown): Identity & { readonly tokenLifetime: number } {
  return read(init, value, 'init');
}
