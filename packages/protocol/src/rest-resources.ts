import type { ReservationStatus, TaskStatus } from './statuses.ts';

/** REST v1 shapes that also travel through the v1 event bridge: ISO 8601 dates, `attributes` as JSON text. */
export interface RestWorker {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  friendly_name: string;
  activity_sid: string;
  activity_name: string;
  attributes: string;
  available: boolean;
  date_created: string;
  date_status_changed: string;
  date_updated: string;
  url: string;
  links: Record<string, string>;
}

export interface RestActivity {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  friendly_name: string;
  available: boolean;
  date_created: string;
  date_updated: string;
  url: string;
  links: Record<string, string>;
}

export interface RestWorkerChannel {
  account_sid: string;
  workspace_sid: string;
  worker_sid: string;
  sid: string;
  task_channel_sid: string;
  task_channel_unique_name: string;
  available: boolean;
  configured_capacity: number;
  assigned_tasks: number;
  available_capacity_percentage: number;
  date_created: string;
  date_updated: string;
  url: string;
}

export interface RestTask {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  age: number;
  assignment_status: TaskStatus;
  attributes: string;
  addons: string;
  date_created: string;
  date_updated: string;
  task_queue_entered_date: string | null;
  priority: number;
  reason: string | null;
  task_queue_sid: string | null;
  task_queue_friendly_name: string | null;
  task_channel_sid: string;
  task_channel_unique_name: string;
  timeout: number;
  workflow_sid: string | null;
  workflow_friendly_name: string | null;
  virtual_start_time: string;
  ignore_capacity: boolean;
  routing_target: string | null;
  url: string;
  links: Record<string, string>;
}

export interface RestReservation {
  account_sid: string;
  workspace_sid: string;
  sid: string;
  task_sid: string;
  worker_sid: string;
  worker_name: string;
  reservation_status: ReservationStatus;
  date_created: string;
  date_updated: string;
  url: string;
  links: Record<string, string>;
}

/** Paging part of every REST list envelope. */
export interface RestPageMeta {
  key: string;
  page: number;
  page_size: number;
  first_page_url: string;
  previous_page_url: string | null;
  next_page_url: string | null;
  url: string;
}
