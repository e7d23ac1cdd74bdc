export const RESERVATION_EVENTS = [
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.completed',
  'reservation.failed',
  'reservation.wrapup',
] as const;

export const TASK_EVENTS = [
  'task.created',
  'task.updated',
  'task.canceled',
  'task.wrapup',
  'task.completed',
  'task.deleted',
  'task.system-deleted',
  'task.transfer-initiated',
  'task.transfer-attempt-failed',
  'task.transfer-failed',
  'task.transfer-canceled',
  'task.transfer-completed',
] as const;

export const TASK_QUEUE_EVENTS = [
  'task-queue.created',
  'task-queue.deleted',
  'task-queue.entered',
  'task-queue.timeout',
  'task-queue.moved',
  'task-queue.expression.updated',
] as const;

export const WORKER_EVENTS = [
  'worker.created',
  'worker.activity.update',
  'worker.attributes.update',
  'worker.capacity.update',
  'worker.channel.availability.update',
  'worker.deleted',
] as const;

export const WORKFLOW_EVENTS = [
  'workflow.entered',
  'workflow.target-matched',
  'workflow.timeout',
  'workflow.skipped',
] as const;

export const TASK_CHANNEL_EVENTS = ['task-channel.created', 'task-channel.updated', 'task-channel.deleted'] as const;

export const ACTIVITY_EVENTS = ['activity.created', 'activity.updated', 'activity.deleted'] as const;

/** Every event type of the service's reference, as it appears in `GET /Events` and webhooks. */
export const EVENT_TYPES = [
  ...RESERVATION_EVENTS,
  ...TASK_EVENTS,
  ...TASK_QUEUE_EVENTS,
  ...WORKER_EVENTS,
  ...WORKFLOW_EVENTS,
  ...TASK_CHANNEL_EVENTS,
  ...ACTIVITY_EVENTS,
] as const;

export type ReservationEventType = (typeof RESERVATION_EVENTS)[number];
export type TaskEventType = (typeof TASK_EVENTS)[number];
export type EventType = (typeof EVENT_TYPES)[number];

/** Event types a worker's socket carries, on both wires (`docs/BEHAVIOUR.md`, event table). */
export const FRAME_EVENT_TYPES = [
  'worker.activity.update',
  'worker.attributes.update',
  'worker.capacity.update',
  'worker.channel.availability.update',
  ...RESERVATION_EVENTS,
  'task.updated',
  'task.canceled',
  'task.wrapup',
  'task.completed',
  'task.transfer-initiated',
  'task.transfer-attempt-failed',
  'task.transfer-failed',
  'task.transfer-canceled',
  'task.transfer-completed',
] as const satisfies EventType[];

export type FrameEventType = (typeof FRAME_EVENT_TYPES)[number];
