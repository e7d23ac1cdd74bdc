import type { Reservation as ModernReservation } from '../entities/reservation.ts';
import type { Task as ModernTask } from '../entities/task.ts';
import type { WorkerChannel as ModernChannel } from '../entities/worker-channel.ts';
import type { Worker as ModernWorker } from '../index.ts';
import type { Payload } from './convert.ts';

interface Owner {
  readonly accountSid: string | null;
  readonly workspaceSid: string | null;
  readonly sid: string | null;
}

function owned({ accountSid, workspaceSid }: Owner) {
  return { account_sid: accountSid, workspace_sid: workspaceSid };
}

/** What the modern objects know, as the REST payloads that entities of this generation are made from. */
export function workerPayload(worker: Pick<ModernWorker, keyof ModernWorker>): Payload {
  return {
    ...owned(worker),
    sid: worker.sid,
    friendly_name: worker.friendlyName,
    attributes: worker.attributes,
    available: worker.available,
    activity_sid: worker.activity?.sid,
    activity_name: worker.activity?.friendlyName,
    date_created: worker.dateCreated,
    date_updated: worker.dateUpdated,
    date_status_changed: worker.dateStatusChanged,
  };
}

export function taskPayload(task: ModernTask, owner: Owner): Payload {
  return {
    ...owned(owner),
    sid: task.sid,
    attributes: task.attributes,
    addons: task.addons,
    age: task.age,
    assignment_status: task.status,
    priority: task.priority,
    reason: task.reason,
    timeout: task.timeout,
    task_queue_sid: task.queueSid,
    task_queue_friendly_name: task.queueName,
    workflow_sid: task.workflowSid,
    workflow_friendly_name: task.workflowName,
    task_channel_sid: task.taskChannelSid,
    task_channel_unique_name: task.taskChannelUniqueName,
    date_created: task.dateCreated,
    date_updated: task.dateUpdated,
  };
}

export function reservationPayload(reservation: ModernReservation, owner: Owner): Payload {
  return {
    ...owned(owner),
    sid: reservation.sid,
    task_sid: reservation.taskSid,
    worker_sid: owner.sid,
    worker_name: reservation.workerName,
    reservation_status: reservation.status,
    date_created: reservation.dateCreated,
    date_updated: reservation.dateUpdated,
  };
}

export function channelPayload(channel: ModernChannel, owner: Owner): Payload {
  return {
    ...owned(owner),
    sid: channel.sid,
    worker_sid: owner.sid,
    task_channel_sid: channel.taskChannelSid,
    task_channel_unique_name: channel.taskChannelUniqueName,
    available: channel.available,
    configured_capacity: channel.capacity,
    available_capacity_percentage: channel.availableCapacityPercentage,
    assigned_tasks: channel.assignedTasks,
    last_reserved_time: channel.lastReservedTime,
    date_updated: channel.dateUpdated,
  };
}
