import { type JsonObject, RESERVATION_STATUSES, TASK_STATUSES, TRANSFER_STATUSES } from '@taskbay/protocol';
import type {
  ActivityRecord,
  ChannelRecord,
  ReservationRecord,
  TaskQueueRecord,
  TaskRecord,
  TransferRecord,
  WorkerRecord,
} from '../store/records.ts';
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

type Reader<Value> = (from: Source, key: string) => Value;

/** How each field of a record is read. The wire's key is the field's name in snake_case unless the reader has its own. */
type Schema<Row> = { readonly [Field in keyof Row]-?: Reader<Row[Field]> };

const attributes: Reader<JsonObject> = (from, key) => maybeJson(from, key) ?? {};

/** REST and frames name these differently; whichever is there is read. */
function named(...keys: readonly string[]): Reader<string | null | undefined> {
  return (from) => optionalText(from, ...keys);
}

const WORKER: Schema<WorkerRecord> = {
  sid: text,
  accountSid: maybeText,
  workspaceSid: maybeText,
  friendlyName: text,
  attributes,
  available: maybeFlag,
  activitySid: text,
  activityName: maybeText,
  dateCreated: maybeDate,
  dateUpdated: maybeDate,
  dateStatusChanged: maybeDate,
  version: maybeNumber,
};

const ACTIVITY: Schema<Omit<ActivityRecord, 'version'>> = {
  sid: text,
  friendlyName: text,
  available: flag,
  dateUpdated: maybeDate,
};

const CHANNEL: Schema<Omit<ChannelRecord, 'version'>> = {
  sid: text,
  workerSid: maybeText,
  taskChannelSid: text,
  taskChannelUniqueName: text,
  capacity: (from) => number(from, 'configured_capacity'),
  available: flag,
  assignedTasks: maybeNumber,
  availableCapacityPercentage: maybeNumber,
  // The one time that counts milliseconds.
  lastReservedTime: (from, key) => maybeDate(from, key, 1),
  dateUpdated: maybeDate,
};

const TASK: Schema<TaskRecord> = {
  sid: text,
  attributes,
  addons: maybeJson,
  age: maybeNumber,
  status: (from) => oneOf(from, 'assignment_status', TASK_STATUSES),
  priority: maybeNumber,
  reason: optionalText,
  routingTarget: optionalText,
  timeout: maybeNumber,
  queueSid: named('queue_sid', 'task_queue_sid'),
  queueName: named('queue_name', 'task_queue_friendly_name'),
  workflowSid: optionalText,
  workflowName: named('workflow_name', 'workflow_friendly_name'),
  taskChannelSid: optionalText,
  taskChannelUniqueName: optionalText,
  dateCreated: maybeDate,
  dateUpdated: maybeDate,
  virtualStartTime: maybeDate,
  version: maybeNumber,
};

const RESERVATION: Schema<Omit<ReservationRecord, 'taskSid' | 'transferSid'>> = {
  sid: text,
  workerSid: maybeText,
  workerName: maybeText,
  status: (from) => oneOf(from, 'reservation_status', RESERVATION_STATUSES),
  timeout: (from) => maybeNumber(from, 'reservation_timeout'),
  canceledReasonCode: maybeNumber,
  dateCreated: maybeDate,
  dateUpdated: maybeDate,
  version: maybeNumber,
};

const TRANSFER: Schema<Omit<TransferRecord, 'version'>> = {
  sid: text,
  taskSid: text,
  mode: (from) => oneOf(from, 'transfer_mode', ['WARM', 'COLD']),
  type: (from) => oneOf(from, 'transfer_type', ['WORKER', 'QUEUE']),
  status: (from) => oneOf(from, 'transfer_status', TRANSFER_STATUSES),
  to: (from) => text(from, 'transfer_to'),
  reservationSid: (from) => text(from, 'initiating_reservation_sid'),
  workerSid: (from) => text(from, 'initiating_worker_sid'),
  queueSid: (from) => maybeText(from, 'initiating_queue_sid'),
  workflowSid: (from) => maybeText(from, 'initiating_workflow_sid'),
  failedReason: (from) => optionalText(from, 'transfer_failed_reason'),
  dateCreated: maybeDate,
  dateUpdated: maybeDate,
};

const TASK_QUEUE: Schema<Omit<TaskQueueRecord, 'version'>> = {
  sid: text,
  friendlyName: text,
  targetWorkers: optionalText,
  taskOrder: maybeText,
  maxReservedWorkers: maybeNumber,
  reservationActivitySid: optionalText,
  assignmentActivitySid: optionalText,
  dateCreated: maybeDate,
  dateUpdated: maybeDate,
};

function read<Row>(from: Source, schema: Schema<Row>): Row {
  const entries = Object.entries<Reader<unknown>>(schema as Record<string, Reader<unknown>>);
  return Object.fromEntries(entries.map(([field, reader]) => [field, reader(from, snakeCase(field))])) as Row;
}

function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Decoders of the objects both wires write alike, but for names and dates, which are read in either spelling. */
export function decodeWorker(value: unknown): WorkerRecord {
  return read(source(value, 'worker'), WORKER);
}

export function decodeActivity(value: unknown): ActivityRecord {
  return read(source(value, 'activity'), ACTIVITY);
}

export function decodeChannel(value: unknown): ChannelRecord {
  return read(source(value, 'worker channel'), CHANNEL);
}

export function decodeTask(value: unknown): TaskRecord {
  return read(source(value, 'task'), TASK);
}

/** A reservation at top level: lists, reads and command answers of both wires, and frames of v2. */
export function decodeReservation(from: Source, taskSid: string): ReservationRecord {
  const incoming = from.fields.task_transfer;
  const transferSid = incoming ? maybeText(source(incoming, 'task_transfer'), 'sid') : undefined;
  return { ...read(from, RESERVATION), taskSid, transferSid };
}

/** The transfers that a v2 reservation carries: the one that brought its task, and the one that takes it away. */
export function decodeTransfersIn({ fields }: Source, taskSid: string): TransferRecord[] {
  return [fields.task_transfer, fields.active_outgoing_task_transfer]
    .filter(Boolean)
    .map((value) => decodeTransfer({ task_sid: taskSid, ...(value as object) }));
}

export function decodeTransfer(value: unknown): TransferRecord {
  return read(source(value, 'transfer'), TRANSFER);
}

export function decodeTaskQueue(value: unknown): TaskQueueRecord {
  return read(source(value, 'task queue'), TASK_QUEUE);
}
