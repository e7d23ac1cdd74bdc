import type { Entity, Task } from './entity.ts';
import type { Reservation } from './reservation.ts';

/** A worker as `ready` and its own events tell it. */
export interface WorkerResource extends Entity {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly friendlyName: string;
  readonly activityName: string;
  readonly activitySid: string;
  readonly available: boolean;
  readonly attributes: Record<string, unknown>;
  readonly dateCreated: Date;
  readonly dateUpdated: Date;
  readonly dateStatusChanged: Date;
  /** The name of version 1.0, as are the four below. */
  readonly friendly_name: string;
  readonly activity_name: string;
  readonly activity_sid: string;
  readonly account_sid: string;
  readonly workspace_sid: string;
}

/** How much of one kind of work a worker takes. */
export interface WorkerChannel extends Entity {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workerSid: string;
  readonly taskChannelSid: string;
  readonly taskChannelUniqueName: string;
  readonly available: boolean;
  readonly configuredCapacity: number;
  /** Absent where the server does not say, as is the next. */
  readonly availableCapacityPercentage?: number;
  readonly assignedTasks?: number;
  readonly dateUpdated: Date;
}

/** What `error` tells: the cause, and its text. */
export interface ErrorEvent {
  readonly response: unknown;
  readonly message: string;
}

/** Events of `Workspace` and `TaskQueue`, and the one argument of their listeners. */
export interface ResourceClientEvents {
  /** The server has answered: told just before `ready`. */
  connected: undefined;
  /** The client's own resource. */
  ready: Entity;
  'token.expired': undefined;
  error: ErrorEvent;
}

/** Events about the worker itself; pages may write `worker.` before their names. */
export interface WorkerEvents {
  'activity.update': WorkerResource;
  'attributes.update': WorkerResource;
  'capacity.update': WorkerChannel;
  'channel.availability.update': WorkerChannel;
}

type ReservationEvent =
  | 'created'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'canceled'
  | 'rescinded'
  | 'wrapup'
  | 'completed';

/** Events of `Worker`, and the one argument of their listeners. */
export type WorkerClientEvents = WorkerEvents & {
  [Name in keyof WorkerEvents as `worker.${Name}`]: WorkerEvents[Name];
} & Record<`reservation.${ReservationEvent}`, Reservation> &
  Record<`task.${'updated' | 'canceled' | 'completed' | 'wrapup'}`, Task> & {
    ready: WorkerResource;
    connected: undefined;
    disconnected: { readonly message: string };
    'token.expired': undefined;
    error: ErrorEvent;
    /** The spelling of version 1.0 for `activity.update`. */
    'worker.activity': WorkerResource;
    /** A task that the worker made for itself could not be reserved: one without a SID, with its task. */
    'reservation.failed': Reservation;
  };
