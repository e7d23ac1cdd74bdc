import type { ReservationStatus } from '@taskbay/protocol';
import type { CallOptions } from '../commands/client.ts';
import { type Events, Observable } from '../emitter.ts';
import type { ReservationRecord } from '../store/records.ts';
import type { Cell } from '../store/table.ts';
import type { Task } from './task.ts';
import type { Verbs } from './verbs.ts';

export interface ReservationEvents {
  accepted: Reservation;
  rejected: Reservation;
  timeout: Reservation;
  canceled: Reservation;
  rescinded: Reservation;
  wrapup: Reservation;
  completed: Reservation;
}

export interface RejectOptions extends CallOptions {
  /** Activity the worker enters with the rejection. */
  readonly activitySid?: string | undefined;
}

/**
 * A task offered to this worker. Verbs resolve once the server agreed and the state shows it; the event of the same
 * change comes over the socket, once, before or after that.
 */
export class Reservation extends Observable<ReservationEvents> {
  readonly #cell: Cell<ReservationRecord>;
  readonly #verbs: Verbs;
  /** The same object for every reservation of the task. */
  readonly task: Task;

  constructor(cell: Cell<ReservationRecord>, task: Task, verbs: Verbs, events: Events<ReservationEvents>) {
    super(events);
    this.#cell = cell;
    this.#verbs = verbs;
    this.task = task;
  }

  get sid(): string {
    return this.#cell.record.sid;
  }

  get taskSid(): string {
    return this.#cell.record.taskSid;
  }

  get workerSid(): string | null {
    return this.#cell.record.workerSid ?? null;
  }

  /** Null on v1 until `fetch()`: its frames do not carry it. */
  get workerName(): string | null {
    return this.#cell.record.workerName ?? null;
  }

  get status(): ReservationStatus {
    return this.#cell.record.status;
  }

  /** Seconds from creation until a pending reservation times out; null where the wire does not say. */
  get timeout(): number | null {
    return this.#cell.record.timeout ?? null;
  }

  get canceledReasonCode(): number | null {
    return this.#cell.record.canceledReasonCode ?? null;
  }

  /** Null on v1 until `fetch()`: its frames carry the task's dates only. */
  get dateCreated(): Date | null {
    return this.#cell.record.dateCreated ?? null;
  }

  get dateUpdated(): Date | null {
    return this.#cell.record.dateUpdated ?? null;
  }

  /** Counts the changes; on v1, which sends none, it grows with the status. */
  get version(): number | null {
    return this.#cell.record.version ?? null;
  }

  accept(options?: CallOptions): Promise<this> {
    return this.#update({ ReservationStatus: 'accepted' }, options);
  }

  reject({ activitySid, ...options }: RejectOptions = {}): Promise<this> {
    const activity = activitySid === undefined ? {} : { WorkerActivitySid: activitySid };
    return this.#update({ ReservationStatus: 'rejected', ...activity }, options);
  }

  /** Moves an accepted reservation to wrapping. */
  wrap(options?: CallOptions): Promise<this> {
    return this.#update({ ReservationStatus: 'wrapping' }, options);
  }

  complete(options?: CallOptions): Promise<this> {
    return this.#update({ ReservationStatus: 'completed' }, options);
  }

  /** Reads the reservation and its task anew. */
  async fetch(options?: CallOptions): Promise<this> {
    await this.#verbs.fetchReservation(this.sid, options);
    return this;
  }

  toJSON(): ReservationRecord {
    return this.#cell.record;
  }

  async #update(params: Readonly<Record<string, unknown>>, options: CallOptions | undefined): Promise<this> {
    await this.#verbs.updateReservation(this.#cell.record, params, options);
    return this;
  }
}
