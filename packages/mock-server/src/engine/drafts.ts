import type { Reservation, Task, Worker, WorkerChannel } from './records.ts';

/** A record before it is put: the only time its fields may be written. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/*
 * Copies to be changed and put, written out field by field: so all records of a kind have one hidden class. Spreading a
 * record gives the copy another one at every place that does it, which makes each read of a record several times slower.
 * Records come from constructors and not from literals, because V8 remembers of a literal that what it made first lived
 * long, as the tasks of a workspace that is being filled do, and from then on makes all of it in the old generation
 * (decision 0021).
 */

class TaskRecord implements Draft<Task> {
  declare sid: Task['sid'];
  declare ordinal: Task['ordinal'];
  declare dateCreated: Task['dateCreated'];
  declare dateUpdated: Task['dateUpdated'];
  declare attributes: Task['attributes'];
  declare status: Task['status'];
  declare priority: Task['priority'];
  declare reason: Task['reason'];
  declare timeout: Task['timeout'];
  declare taskChannelSid: Task['taskChannelSid'];
  declare workflowSid: Task['workflowSid'];
  declare taskQueueSid: Task['taskQueueSid'];
  declare taskQueueEnteredDate: Task['taskQueueEnteredDate'];
  declare virtualStartTime: Task['virtualStartTime'];
  declare version: Task['version'];
  declare ignoreCapacity: Task['ignoreCapacity'];
  declare routingTarget: Task['routingTarget'];
  declare assignmentCount: Task['assignmentCount'];
  declare step: Task['step'];
  declare trail: Task['trail'];
  declare redrive: Task['redrive'];
  declare transferSid: Task['transferSid'];
  declare ttlTimer: Task['ttlTimer'];
  declare stepTimer: Task['stepTimer'];
  declare endTimer: Task['endTimer'];

  constructor(task: Task) {
    this.sid = task.sid;
    this.ordinal = task.ordinal;
    this.dateCreated = task.dateCreated;
    this.dateUpdated = task.dateUpdated;
    this.attributes = task.attributes;
    this.status = task.status;
    this.priority = task.priority;
    this.reason = task.reason;
    this.timeout = task.timeout;
    this.taskChannelSid = task.taskChannelSid;
    this.workflowSid = task.workflowSid;
    this.taskQueueSid = task.taskQueueSid;
    this.taskQueueEnteredDate = task.taskQueueEnteredDate;
    this.virtualStartTime = task.virtualStartTime;
    this.version = task.version;
    this.ignoreCapacity = task.ignoreCapacity;
    this.routingTarget = task.routingTarget;
    this.assignmentCount = task.assignmentCount;
    this.step = task.step;
    this.trail = task.trail;
    this.redrive = task.redrive;
    this.transferSid = task.transferSid;
    this.ttlTimer = task.ttlTimer;
    this.stepTimer = task.stepTimer;
    this.endTimer = task.endTimer;
  }
}

export function taskDraft(task: Task): Draft<Task> {
  return new TaskRecord(task);
}

class ReservationRecord implements Draft<Reservation> {
  declare sid: Reservation['sid'];
  declare ordinal: Reservation['ordinal'];
  declare dateCreated: Reservation['dateCreated'];
  declare dateUpdated: Reservation['dateUpdated'];
  declare taskSid: Reservation['taskSid'];
  declare workerSid: Reservation['workerSid'];
  declare taskQueueSid: Reservation['taskQueueSid'];
  declare workflowSid: Reservation['workflowSid'];
  declare taskChannelSid: Reservation['taskChannelSid'];
  declare status: Reservation['status'];
  declare timeout: Reservation['timeout'];
  declare timer: Reservation['timer'];
  declare transferSid: Reservation['transferSid'];
  declare workerPreviousActivitySid: Reservation['workerPreviousActivitySid'];
  declare canceledReasonCode: Reservation['canceledReasonCode'];
  declare reservationActivitySid: Reservation['reservationActivitySid'];
  declare idleBefore: Reservation['idleBefore'];
  declare version: Reservation['version'];

  constructor(reservation: Reservation) {
    this.sid = reservation.sid;
    this.ordinal = reservation.ordinal;
    this.dateCreated = reservation.dateCreated;
    this.dateUpdated = reservation.dateUpdated;
    this.taskSid = reservation.taskSid;
    this.workerSid = reservation.workerSid;
    this.taskQueueSid = reservation.taskQueueSid;
    this.workflowSid = reservation.workflowSid;
    this.taskChannelSid = reservation.taskChannelSid;
    this.status = reservation.status;
    this.timeout = reservation.timeout;
    this.timer = reservation.timer;
    this.transferSid = reservation.transferSid;
    this.workerPreviousActivitySid = reservation.workerPreviousActivitySid;
    this.canceledReasonCode = reservation.canceledReasonCode;
    this.reservationActivitySid = reservation.reservationActivitySid;
    this.idleBefore = reservation.idleBefore;
    this.version = reservation.version;
  }
}

export function reservationDraft(reservation: Reservation): Draft<Reservation> {
  return new ReservationRecord(reservation);
}

class WorkerRecord implements Draft<Worker> {
  declare sid: Worker['sid'];
  declare ordinal: Worker['ordinal'];
  declare dateCreated: Worker['dateCreated'];
  declare dateUpdated: Worker['dateUpdated'];
  declare friendlyName: Worker['friendlyName'];
  declare attributes: Worker['attributes'];
  declare activitySid: Worker['activitySid'];
  declare dateStatusChanged: Worker['dateStatusChanged'];
  declare version: Worker['version'];
  declare lastReserved: Worker['lastReserved'];

  constructor(worker: Worker) {
    this.sid = worker.sid;
    this.ordinal = worker.ordinal;
    this.dateCreated = worker.dateCreated;
    this.dateUpdated = worker.dateUpdated;
    this.friendlyName = worker.friendlyName;
    this.attributes = worker.attributes;
    this.activitySid = worker.activitySid;
    this.dateStatusChanged = worker.dateStatusChanged;
    this.version = worker.version;
    this.lastReserved = worker.lastReserved;
  }
}

export function workerDraft(worker: Worker): Draft<Worker> {
  return new WorkerRecord(worker);
}

class WorkerChannelRecord implements Draft<WorkerChannel> {
  declare sid: WorkerChannel['sid'];
  declare ordinal: WorkerChannel['ordinal'];
  declare dateCreated: WorkerChannel['dateCreated'];
  declare dateUpdated: WorkerChannel['dateUpdated'];
  declare workerSid: WorkerChannel['workerSid'];
  declare taskChannelSid: WorkerChannel['taskChannelSid'];
  declare capacity: WorkerChannel['capacity'];
  declare available: WorkerChannel['available'];
  declare pending: WorkerChannel['pending'];
  declare accepted: WorkerChannel['accepted'];
  declare wrapping: WorkerChannel['wrapping'];
  declare lastReserved: WorkerChannel['lastReserved'];
  declare lastReservedTime: WorkerChannel['lastReservedTime'];

  constructor(channel: WorkerChannel) {
    this.sid = channel.sid;
    this.ordinal = channel.ordinal;
    this.dateCreated = channel.dateCreated;
    this.dateUpdated = channel.dateUpdated;
    this.workerSid = channel.workerSid;
    this.taskChannelSid = channel.taskChannelSid;
    this.capacity = channel.capacity;
    this.available = channel.available;
    this.pending = channel.pending;
    this.accepted = channel.accepted;
    this.wrapping = channel.wrapping;
    this.lastReserved = channel.lastReserved;
    this.lastReservedTime = channel.lastReservedTime;
  }
}

export function workerChannelDraft(channel: WorkerChannel): Draft<WorkerChannel> {
  return new WorkerChannelRecord(channel);
}
