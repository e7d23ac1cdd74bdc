import type { CallOptions, UpdateOptions } from '../commands/client.ts';
import { type Events, Observable } from '../emitter.ts';
import type { ReservationRecord, ReservationState } from '../store/records.ts';
import type { Cell } from '../store/table.ts';
import type { Directory } from './directory.ts';
import {
  type CallInstructionOptions,
  type ConferenceOptions,
  type DequeueOptions,
  type RedirectOptions,
  restNames,
  type WorkerParticipantOptions,
} from './instructions.ts';
import type { Task } from './task.ts';
import type { Transfer } from './transfer.ts';
import type { Verbs } from './verbs.ts';

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
export class Reservation extends Observable<ReservationEvents> {
  readonly #cell: Cell<ReservationRecord>;
  readonly #verbs: Verbs;
  readonly #directory: Pick<Directory, 'transfer'>;
  /** The same object for every reservation of the task. */
  readonly task: Task;

  constructor(
    cell: Cell<ReservationRecord>,
    task: Task,
    verbs: Verbs,
    events: Events<ReservationEvents>,
    directory: Pick<Directory, 'transfer'>,
  ) {
    super(events);
    this.#cell = cell;
    this.#verbs = verbs;
    this.#directory = directory;
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

  get status(): ReservationState {
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

  /** Takes the task. */
  accept(options?: UpdateOptions): Promise<this> {
    return this.#update({ ReservationStatus: 'accepted' }, options);
  }

  /** Refuses the task, which is routed on. */
  reject({ activitySid, ...options }: RejectOptions = {}): Promise<this> {
    const activity = activitySid === undefined ? {} : { WorkerActivitySid: activitySid };
    return this.#update({ ReservationStatus: 'rejected', ...activity }, options);
  }

  /** Moves an accepted reservation to wrapping. */
  wrap(options?: UpdateOptions): Promise<this> {
    return this.#update({ ReservationStatus: 'wrapping' }, options);
  }

  /** Ends the work on the task. */
  complete(options?: UpdateOptions): Promise<this> {
    return this.#update({ ReservationStatus: 'completed' }, options);
  }

  /** The transfer that brought the task here; null for a task that was routed. */
  get transfer(): Transfer | null {
    const { transferSid } = this.#cell.record;
    return transferSid === undefined ? null : (this.#directory.transfer(transferSid) ?? null);
  }

  /** Connects the queued call to the worker. The outcome comes by event, as with the three below. */
  dequeue(options: DequeueOptions = {}): Promise<this> {
    return this.#instruct('dequeue', restNames(options, 'Dequeue'), options);
  }

  /** Calls the worker and runs the TwiML at `url`. */
  call(from: string, url: string, options: CallInstructionOptions = {}): Promise<this> {
    return this.#instruct('call', { CallFrom: from, CallUrl: url, ...restNames(options, 'Call') }, options);
  }

  /** Sends a call that is under way to the TwiML at `url`. */
  redirect(callSid: string, url: string, options: RedirectOptions = {}): Promise<this> {
    const params = { RedirectCallSid: callSid, RedirectUrl: url, ...restNames(options, 'Redirect') };
    return this.#instruct('redirect', params, options);
  }

  /** Puts customer and worker into a conference. */
  conference(options: ConferenceOptions = {}): Promise<this> {
    return this.#instruct('conference', restNames(options), options);
  }

  /** Changes the worker's own part in the conference. v2 only. */
  async updateParticipant(options: WorkerParticipantOptions): Promise<this> {
    const params = { ReservationSid: this.sid, ...restNames(options) };
    await this.#verbs.participant('WorkerParticipant', params, options);
    return this;
  }

  /** Reads the reservation and its task anew. */
  async fetch(options?: CallOptions): Promise<this> {
    await this.#verbs.fetchReservation(this.sid, options);
    return this;
  }

  /** The newest reading, as plain data. */
  toJSON(): ReservationRecord {
    return this.#cell.record;
  }

  async #update(params: Readonly<Record<string, unknown>>, options: UpdateOptions | undefined): Promise<this> {
    await this.#verbs.updateReservation(this.#cell.record, params, options);
    return this;
  }

  async #instruct(instruction: string, params: object, options: CallOptions): Promise<this> {
    await this.#verbs.instruct(this.#cell.record, { Instruction: instruction, ...params }, options);
    return this;
  }
}
