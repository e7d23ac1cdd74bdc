import type { JsonObject, TaskStatus, TransferMode } from '@taskbay/protocol';
import type { Parameters } from '../commands/api.ts';
import type { CallOptions, UpdateOptions } from '../commands/client.ts';
import { TaskbayError } from '../errors.ts';
import { isLive } from '../store/store.ts';
import { decode } from '../wire/decode.ts';
import { Entity } from './entity.ts';
import { type HoldOptions, restNames } from './instructions.ts';
import { sendTransfer } from './send-transfer.ts';
import type { Transfer } from './transfer.ts';

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
  readonly mode?: TransferMode | undefined;
  readonly attributes?: JsonObject | undefined;
  readonly priority?: number | undefined;
}

/** A task this worker was offered. One object per task, shared by its reservations; always the newest reading. */
export class Task extends Entity<'task', TaskEvents> {
  declare readonly sid: string;
  declare readonly status: TaskStatus;
  declare readonly attributes: JsonObject;
  declare readonly addons: JsonObject;
  /** Seconds since creation, at the moment of the newest reading. */
  declare readonly age: number | null;
  declare readonly priority: number | null;
  declare readonly reason: string | null;
  declare readonly routingTarget: string | null;
  /** Seconds the task may stay unassigned. */
  declare readonly timeout: number | null;
  declare readonly queueSid: string | null;
  declare readonly queueName: string | null;
  declare readonly workflowSid: string | null;
  declare readonly workflowName: string | null;
  declare readonly taskChannelSid: string | null;
  declare readonly taskChannelUniqueName: string | null;
  declare readonly dateCreated: Date | null;
  declare readonly dateUpdated: Date | null;
  declare readonly virtualStartTime: Date | null;
  /** Null on the wire of capability tokens, which has none. */
  declare readonly version: number | null;

  /** The transfers known of this task, oldest first. */
  get transfers(): readonly Transfer[] {
    return this.context.directory.all('transfer').filter(({ taskSid }) => taskSid === this.sid);
  }

  /** Completes the task. The event follows over the socket. */
  complete(reason: string, options?: UpdateOptions): Promise<this> {
    return this.#update({ AssignmentStatus: 'completed', Reason: reason }, options);
  }

  /** Moves the task to wrapping. */
  wrapUp(reason?: string, options?: UpdateOptions): Promise<this> {
    return this.#update({ AssignmentStatus: 'wrapping', Reason: reason }, options);
  }

  /** Replaces all attributes. */
  setAttributes(attributes: JsonObject, options?: UpdateOptions): Promise<this> {
    return this.#update({ Attributes: attributes }, options);
  }

  /** Hands the task on to a worker or a queue, by its SID. v2 only, as are the three below. */
  async transfer(to: string, options: TransferOptions = {}): Promise<Transfer> {
    const { store, directory } = this.context;
    const TaskSid = this.sid;
    const reservation = store.rows('reservation').find((row) => row.taskSid === TaskSid && isLive(row));
    if (reservation === undefined) throw new TaskbayError('usage', `This worker has no reservation of ${TaskSid}`);
    const params = { ReservationSid: reservation.sid, TaskSid, To: to, ...restNames(options) };
    const { sid } = await sendTransfer(this.context, '', params, options);
    return directory.find('transfer', sid) as Transfer;
  }

  /** Puts another worker of the conference on hold, or takes it off. */
  hold(workerSid: string, onHold: boolean, options?: HoldOptions): Promise<this> {
    return this.#participant('HoldWorker', { TargetWorkerSid: workerSid, Hold: onHold }, options);
  }

  /** Removes another worker from the conference. */
  kick(workerSid: string, options?: CallOptions): Promise<this> {
    return this.#participant('KickWorker', { TargetWorkerSid: workerSid }, options);
  }

  /** Puts the customer on hold, or takes it off. */
  holdCustomer(onHold: boolean, options?: HoldOptions): Promise<this> {
    return this.#participant('Customer', { Hold: onHold }, options);
  }

  /** Reads the task anew. */
  async fetch(options?: CallOptions): Promise<this> {
    return this.#take(await this.context.api.get(`Tasks/${this.sid}`, options));
  }

  async #update(params: Parameters, options: UpdateOptions | undefined): Promise<this> {
    return this.#take(await this.context.api.post(`Tasks/${this.sid}`, params, options, this.toJSON()));
  }

  #take(payload: unknown): this {
    this.context.store.put('task', decode('task', payload));
    return this;
  }

  async #participant(who: string, params: Parameters, options: HoldOptions = {}): Promise<this> {
    const sent = { TaskSid: this.sid, ...params, ...restNames(options) };
    await this.context.api.post(`~/${who}Participant`, sent, options);
    return this;
  }
}
