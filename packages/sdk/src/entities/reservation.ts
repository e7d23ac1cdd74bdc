import type { Parameters } from '../commands/api.ts';
import type { CallOptions, UpdateOptions } from '../commands/client.ts';
import type { ReservationRecord, ReservationState, Row } from '../store/records.ts';
import { find, put } from '../store/store.ts';
import { type Context, Entity } from './entity.ts';
import type {
  CallInstructionOptions,
  ConferenceOptions,
  DequeueOptions,
  RedirectOptions,
  WorkerParticipantOptions,
} from './instructions.ts';
import type { Task } from './task.ts';
import type { Transfer } from './transfer.ts';

/** Events of a reservation: those of the worker without `reservation.`. */
export interface ReservationEvents {
  accepted: Reservation;
  rejected: Reservation;
  timeout: Reservation;
  canceled: Reservation;
  rescinded: Reservation;
  wrapup: Reservation;
  completed: Reservation;
}

/** What goes with a rejection. */
export interface RejectOptions extends UpdateOptions {
  /** Activity the worker enters with the rejection. */
  readonly activitySid?: string | undefined;
}

/**
 * A task offered to this worker. Verbs resolve once the server agreed and the state shows it; the event of the same
 * change comes over the socket, once, before or after that.
 */
export class Reservation extends Entity<ReservationRecord, ReservationEvents> {
  declare readonly sid: string;
  declare readonly taskSid: string;
  declare readonly workerSid: string | undefined;
  /** Undefined on v1 until `fetch()`: its frames do not carry it. */
  declare readonly workerName: string | undefined;
  declare readonly status: ReservationState;
  /** Seconds from creation until a pending reservation times out, where the wire says so. */
  declare readonly timeout: number | undefined;
  declare readonly canceledReasonCode: number | undefined;
  /** Undefined on v1 until `fetch()`: its frames carry the task's dates only. */
  declare readonly dateCreated: Date | undefined;
  declare readonly dateUpdated: Date | undefined;
  /** Counts the changes; on v1, which sends none, it grows with the status. */
  declare readonly version: number | undefined;
  declare readonly transferSid: string | undefined;
  readonly #task: Task;

  constructor(context: Context, { taskSid }: Row) {
    super(context);
    // Reservations enter the store after their task only.
    this.#task = find<'WT'>(context, taskSid) as Task;
  }

  /** The same object for every reservation of the task. */
  get task(): Task {
    return this.#task;
  }

  /** Takes the task. */
  accept(options?: UpdateOptions): Promise<this> {
    return this.#post({ ReservationStatus: 'accepted' }, options);
  }

  /** Refuses the task, which is routed on. */
  reject(options?: RejectOptions): Promise<this> {
    return this.#post({ ReservationStatus: 'rejected' }, options, 'Worker');
  }

  /** Moves an accepted reservation to wrapping. */
  wrap(options?: UpdateOptions): Promise<this> {
    return this.#post({ ReservationStatus: 'wrapping' }, options);
  }

  /** Ends the work on the task. */
  complete(options?: UpdateOptions): Promise<this> {
    return this.#post({ ReservationStatus: 'completed' }, options);
  }

  /** The transfer that brought the task here; null for a task that was routed. */
  get transfer(): Transfer | null {
    return find<'TT'>(this.context, this.transferSid) ?? null;
  }

  /** Connects the queued call to the worker. The outcome comes by event, as with the three below. */
  dequeue(options?: DequeueOptions): Promise<this> {
    return this.#post({ Instruction: 'dequeue' }, options, 'Dequeue');
  }

  /** Calls the worker and runs the TwiML at `url`. */
  call(from: string, url: string, options?: CallInstructionOptions): Promise<this> {
    return this.#post({ Instruction: 'call' }, { from, url, ...options }, 'Call');
  }

  /** Sends a call that is under way to the TwiML at `url`. */
  redirect(callSid: string, url: string, options?: RedirectOptions): Promise<this> {
    return this.#post({ Instruction: 'redirect' }, { callSid, url, ...options }, 'Redirect');
  }

  /** Puts customer and worker into a conference. */
  conference(options?: ConferenceOptions): Promise<this> {
    return this.#post({ Instruction: 'conference' }, options);
  }

  /** Changes the worker's own part in the conference. v2 only. */
  async updateParticipant(options: WorkerParticipantOptions): Promise<this> {
    await this.context.api.post('~/WorkerParticipant', { ReservationSid: this.sid }, options);
    return this;
  }

  /** Reads the reservation and its task anew. */
  async fetch(options?: CallOptions): Promise<this> {
    for (const row of await this.context.api.reservation(this.sid, options)) put(this.context, row);
    return this;
  }

  #post<Given extends UpdateOptions>(params: Parameters, options?: Given, prefix?: string): Promise<this> {
    const path = `${this.context.api.v1 ? `Tasks/${this.taskSid}` : '~'}/Reservations/${this.sid}`;
    return this.post(path, params, options, prefix);
  }
}
