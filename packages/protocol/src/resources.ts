import type {
  ReservationStatus,
  TaskOrder,
  TaskStatus,
  TransferMode,
  TransferStatus,
  TransferType,
} from './statuses.ts';

/**
 * Shapes on the v2 event bridge: snake_case, times in epoch seconds (one exception in milliseconds),
 * `attributes` and `addons` as JSON text.
 */
export interface WorkerPayload {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  friendly_name: string;
  attributes: string;
  available: boolean;
  activity_sid: string;
  activity_name: string;
  date_created: number;
  date_updated: number;
  date_status_changed: number;
  version: number;
}

export interface ActivityPayload {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  friendly_name: string;
  available: boolean;
  date_created: number;
  date_updated: number;
}

export interface WorkerChannelPayload {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  worker_sid: string;
  task_channel_sid: string;
  task_channel_unique_name: string;
  configured_capacity: number;
  available: 0 | 1;
  assigned_tasks: number;
  available_capacity_percentage: number;
  date_created: number;
  date_updated: number;
  /** Epoch milliseconds, unlike every other time here. */
  last_reserved_time: number;
}

export interface TaskPayload {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  attributes: string;
  addons: string;
  /** Seconds since creation. */
  age: number;
  assignment_status: TaskStatus;
  priority: number;
  reason: string | null;
  routing_target: string | null;
  /** Seconds the task may stay unassigned. */
  timeout: number;
  queue_sid: string | null;
  queue_name: string | null;
  workflow_sid: string | null;
  workflow_name: string | null;
  task_channel_sid: string;
  task_channel_unique_name: string;
  date_created: number;
  date_updated: number;
  virtual_start_time: number;
  version: number;
}

export interface TransferPayload {
  sid: string;
  task_sid: string;
  date_created: number;
  date_updated: number;
  transfer_mode: TransferMode;
  transfer_type: TransferType;
  transfer_to: string;
  transfer_status: TransferStatus;
  transfer_failed_reason: string | null;
  initiating_reservation_sid: string;
  initiating_worker_sid: string;
  initiating_queue_sid: string | null;
  initiating_workflow_sid: string | null;
}

/** Answer to a reservation command: no nested task, and never a transfer key (vendor clients throw on it). */
export interface ReservationPayload {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  worker_sid: string;
  worker_name: string;
  worker_previous_activity_sid: string;
  task_sid: string;
  date_created: number;
  date_updated: number;
  reservation_status: ReservationStatus;
  /** Seconds until a pending reservation times out, counted from its creation. */
  reservation_timeout: number;
  version: number;
  canceled_reason_code?: number;
}

/** Reservation with its whole task: list elements and every reservation frame. */
export interface ReservationTaskPayload extends ReservationPayload {
  task: TaskPayload;
  task_transfer?: TransferPayload;
  active_outgoing_task_transfer?: TransferPayload;
}

export interface TaskQueuePayload {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  friendly_name: string;
  reservation_activity_sid: string | null;
  reservation_activity_name: string | null;
  assignment_activity_sid: string | null;
  assignment_activity_name: string | null;
  target_workers: string;
  max_reserved_workers: number;
  task_order: TaskOrder;
  lifo_queue: boolean;
  date_created: number;
  date_updated: number;
}

/** One page of a v2 list; a truthy `after_sid` (or `meta.next_token` for ordered lists) asks for more. */
export interface BridgePage<T> {
  contents: T[];
  after_sid: string | null;
  meta: { list_key: 'contents'; next_token?: string | null };
}

/** First text frame on a v2 socket. `token_lifetime` is milliseconds remaining. */
export interface InitPayload {
  channel_id: string;
  account_sid: string;
  workspace_sid: string;
  token_lifetime: number;
}
