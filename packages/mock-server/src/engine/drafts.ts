import type { Reservation, Task, Worker, WorkerChannel } from './records.ts';

/** A record before it is put: the only time its fields may be written. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Copies to be changed and put, written out field by field, in the order in which the record is created: so all
 * records of a kind have one hidden class. Spreading a record gives the copy another one at every place that does it,
 * which makes each read of a record several times slower.
 */
export function taskDraft(task: Task): Draft<Task> {
  return {
    sid: task.sid,
    ordinal: task.ordinal,
    dateCreated: task.dateCreated,
    dateUpdated: task.dateUpdated,
    attributes: task.attributes,
    status: task.status,
    priority: task.priority,
    reason: task.reason,
    timeout: task.timeout,
    taskChannelSid: task.taskChannelSid,
    workflowSid: task.workflowSid,
    taskQueueSid: task.taskQueueSid,
    taskQueueEnteredDate: task.taskQueueEnteredDate,
    virtualStartTime: task.virtualStartTime,
    version: task.version,
    ignoreCapacity: task.ignoreCapacity,
    routingTarget: task.routingTarget,
    assignmentCount: task.assignmentCount,
    step: task.step,
    trail: task.trail,
    redrive: task.redrive,
    transferSid: task.transferSid,
    ttlTimer: task.ttlTimer,
    stepTimer: task.stepTimer,
    endTimer: task.endTimer,
  };
}

export function reservationDraft(reservation: Reservation): Draft<Reservation> {
  return {
    sid: reservation.sid,
    ordinal: reservation.ordinal,
    dateCreated: reservation.dateCreated,
    dateUpdated: reservation.dateUpdated,
    taskSid: reservation.taskSid,
    workerSid: reservation.workerSid,
    taskQueueSid: reservation.taskQueueSid,
    workflowSid: reservation.workflowSid,
    taskChannelSid: reservation.taskChannelSid,
    status: reservation.status,
    timeout: reservation.timeout,
    timer: reservation.timer,
    transferSid: reservation.transferSid,
    workerPreviousActivitySid: reservation.workerPreviousActivitySid,
    canceledReasonCode: reservation.canceledReasonCode,
    reservationActivitySid: reservation.reservationActivitySid,
    idleBefore: reservation.idleBefore,
    version: reservation.version,
  };
}

export function workerDraft(worker: Worker): Draft<Worker> {
  return {
    sid: worker.sid,
    ordinal: worker.ordinal,
    dateCreated: worker.dateCreated,
    dateUpdated: worker.dateUpdated,
    friendlyName: worker.friendlyName,
    attributes: worker.attributes,
    activitySid: worker.activitySid,
    dateStatusChanged: worker.dateStatusChanged,
    version: worker.version,
    lastReserved: worker.lastReserved,
  };
}

export function workerChannelDraft(channel: WorkerChannel): Draft<WorkerChannel> {
  return {
    sid: channel.sid,
    ordinal: channel.ordinal,
    dateCreated: channel.dateCreated,
    dateUpdated: channel.dateUpdated,
    workerSid: channel.workerSid,
    taskChannelSid: channel.taskChannelSid,
    capacity: channel.capacity,
    available: channel.available,
    pending: channel.pending,
    accepted: channel.accepted,
    wrapping: channel.wrapping,
    lastReserved: channel.lastReserved,
    lastReservedTime: channel.lastReservedTime,
  };
}
