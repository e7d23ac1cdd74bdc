import type { JsonObject, TaskStatus, TransferMode } from '@taskbay/protocol';
import type { CallOptions, UpdateOptions } from '../commands/client.ts';
import { type Events, Observable } from '../emitter.ts';
import type { TaskRecord } from '../store/records.ts';
import type { Cell } from '../store/table.ts';
import type { Directory } from './directory.ts';
import { type HoldOptions, restNames } from './instructions.ts';
import type { Transfer } from './transfer.ts';
import type { Verbs } from './verbs.ts';

/** Events of a task: those of the worker without `task.`. */
export interface TaskEvents {
  updated: Task;
  canceled: Task;
  completed: Task;
  wrapup: Task;
}

/** What goes with a transfer. */
export interface TransferOptions extends CallOptions {
  /** Default: the server's. */
  readonly mode?: TransferMode;
  readonly attributes?: JsonObject;
  readonly priority?: number;
}

/** A task this worker was offered. One object per task, shared by its reservations; always the newest reading. */
export class Task extends Observable<TaskEvents> {
  readonly #cell: Cell<TaskRecord>;
  readonly #verbs: Verbs;
  readonly #directory: Pick<Directory, 'transfersOf'>;

  constructor(
    cell: Cell<TaskRecord>,
    verbs: Verbs,
    events: Events<TaskEvents>,
    directory: Pick<Directory, 'transfersOf'>,
  ) {
    super(events);
    this.#cell = cell;
    this.#verbs = verbs;
    this.#directory = directory;
  }

  get sid(): string {
    return this.#cell.record.sid;
  }

  get status(): TaskStatus {
    return this.#cell.record.status;
  }

  get attributes(): JsonObject {
    return this.#cell.record.attributes;
  }

  get addons(): JsonObject {
    return this.#cell.record.addons ?? {};
  }

  /** Seconds since creation, at the moment of the newest reading. */
  get age(): number | null {
    return this.#cell.record.age ?? null;
  }

  get priority(): number | null {
    return this.#cell.record.priority ?? null;
  }

  get reason(): string | null {
    return this.#cell.record.reason ?? null;
  }

  get routingTarget(): string | null {
    return this.#cell.record.routingTarget ?? null;
  }

  /** Seconds the task may stay unassigned. */
  get timeout(): number | null {
    return this.#cell.record.timeout ?? null;
  }

  get queueSid(): string | null {
    return this.#cell.record.queueSid ?? null;
  }

  get queueName(): string | null {
    return this.#cell.record.queueName ?? null;
  }

  get workflowSid(): string | null {
    return this.#cell.record.workflowSid ?? null;
  }

  get workflowName(): string | null {
    return this.#cell.record.workflowName ?? null;
  }

  get taskChannelSid(): string | null {
    return this.#cell.record.taskChannelSid ?? null;
  }

  get taskChannelUniqueName(): string | null {
    return this.#cell.record.taskChannelUniqueName ?? null;
  }

  get dateCreated(): Date | null {
    return this.#cell.record.dateCreated ?? null;
  }

  get dateUpdated(): Date | null {
    return this.#cell.record.dateUpdated ?? null;
  }

  get virtualStartTime(): Date | null {
    return this.#cell.record.virtualStartTime ?? null;
  }

  /** Null on the wire of capability tokens, which has none. */
  get version(): number | null {
    return this.#cell.record.version ?? null;
  }

  /** Completes the task. The event follows over the socket. */
  complete(reason: string, options?: UpdateOptions): Promise<this> {
    return this.#update({ AssignmentStatus: 'completed', Reason: reason }, options);
  }

  /** Moves the task to wrapping. */
  wrapUp(reason?: string, options?: UpdateOptions): Promise<this> {
    return this.#update({ AssignmentStatus: 'wrapping', ...(reason === undefined ? {} : { Reason: reason }) }, options);
  }

  /** Replaces all attributes. */
  setAttributes(attributes: JsonObject, options?: UpdateOptions): Promise<this> {
    return this.#update({ Attributes: attributes }, options);
  }

  /** The transfers known of this task, oldest first. */
  get transfers(): readonly Transfer[] {
    return this.#directory.transfersOf(this.sid);
  }

  /** Hands the task on to a worker or a queue, by its SID. v2 only, as are the three below. */
  transfer(to: string, options?: TransferOptions): Promise<Transfer> {
    return this.#verbs.transfer(this.sid, to, options);
  }

  /** Puts another worker of the conference on hold, or takes it off. */
  hold(workerSid: string, onHold: boolean, options: HoldOptions = {}): Promise<this> {
    return this.#participant('HoldWorkerParticipant', { TargetWorkerSid: workerSid, Hold: onHold }, options);
  }

  /** Removes another worker from the conference. */
  kick(workerSid: string, options: CallOptions = {}): Promise<this> {
    return this.#participant('KickWorkerParticipant', { TargetWorkerSid: workerSid }, options);
  }

  /** Puts the customer on hold, or takes it off. */
  holdCustomer(onHold: boolean, options: HoldOptions = {}): Promise<this> {
    return this.#participant('CustomerParticipant', { Hold: onHold }, options);
  }

  /** Reads the task anew. */
  async fetch(options?: CallOptions): Promise<this> {
    await this.#verbs.fetchTask(this.sid, options);
    return this;
  }

  /** The newest reading, as plain data. */
  toJSON(): TaskRecord {
    return this.#cell.record;
  }

  async #update(params: Readonly<Record<string, unknown>>, options: UpdateOptions | undefined): Promise<this> {
    await this.#verbs.updateTask(this.#cell.record, params, options);
    return this;
  }

  async #participant(name: string, params: object, options: HoldOptions): Promise<this> {
    await this.#verbs.participant(name, { TaskSid: this.sid, ...params, ...restNames(options) }, options);
    return this;
  }
}
