/** Assignment statuses of a task, as the service spells them. */
export const TASK_STATUSES = ['pending', 'reserved', 'assigned', 'wrapping', 'completed', 'canceled'] as const;
/** Where a task stands (`assignment_status`). */
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Statuses of a reservation, as the service spells them. */
export const RESERVATION_STATUSES = [
  'pending',
  'accepted',
  'rejected',
  'timeout',
  'canceled',
  'rescinded',
  'wrapping',
  'completed',
] as const;
/** Where a reservation stands. Live ones are pending, accepted or wrapping. */
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/** Statuses of a transfer; lower case on the wire. */
export const TRANSFER_STATUSES = ['initiated', 'complete', 'failed', 'canceled'] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

export type TransferMode = 'WARM' | 'COLD';
export type TransferType = 'WORKER' | 'QUEUE';
export type TaskOrder = 'FIFO' | 'LIFO';

/** A reservation in one of these still occupies its worker. */
export const LIVE_RESERVATION_STATUSES = ['pending', 'accepted', 'wrapping'] as const satisfies ReservationStatus[];

/** Roles of an access token's TaskRouter grant. */
export const WORKER_ROLES = ['worker', 'supervisor', 'admin'] as const;
export type WorkerRole = (typeof WORKER_ROLES)[number];
