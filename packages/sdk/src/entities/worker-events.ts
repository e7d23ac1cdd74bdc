import type { StateChange } from '../connection/connection.ts';
import type { TaskbayError } from '../errors.ts';
import type { Disconnection, Resync } from '../session/session-event.ts';
import type {
  ChannelFactName,
  ReservationFactName,
  ReservationFailure,
  TaskFactName,
  TransferFactName,
  WorkerFactName,
} from '../store/facts.ts';
import type { BaseWorker } from './base-worker.ts';
import type { Reservation } from './reservation.ts';
import type { Task } from './task.ts';
import type { Transfer } from './transfer.ts';
import type { WorkerChannel } from './worker-channel.ts';

/** Events about the session itself. */
export interface SessionEvents {
  /** In step with the server: after the first reads, and again after every reconnect. */
  ready: BaseWorker;
  /** The socket is open; `ready` follows. */
  connected: undefined;
  disconnected: Disconnection;
  /** Every change of the connection, with its reason. */
  state: StateChange;
  /** After `ready` of a reconnect and the events of what was missed. */
  resynced: Resync;
  /** The token has ended or ends within 5 s: call `updateToken`. Once per token. */
  'token.expired': undefined;
  /** What failed outside a call. Without a listener it goes to the logger's `error`. */
  error: TaskbayError;
}

/** Every event of a worker and its one payload. Those of objects come from the server only, once per change. */
export type WorkerEvents = SessionEvents &
  Record<WorkerFactName, BaseWorker> &
  Record<ChannelFactName, WorkerChannel> &
  Record<ReservationFactName, Reservation> &
  Record<TaskFactName, Task> &
  Record<TransferFactName, Transfer> & { 'reservation.failed': ReservationFailure };
