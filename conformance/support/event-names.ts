/** What a worker's page is told of its reservations, by the names of our SDK and of Worker.js. */
export const RESERVATION_EVENTS = [
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
] as const;

/** What it is told of its tasks. */
export const TASK_EVENTS = ['task.updated', 'task.canceled', 'task.wrapup', 'task.completed'] as const;

/** What it is told of its channels. */
export const CHANNEL_EVENTS = ['capacity.update', 'channel.availability.update'] as const;
