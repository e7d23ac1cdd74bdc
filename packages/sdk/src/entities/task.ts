import type { JsonObject, TaskStatus, TransferMode } from '@taskbay/protocol';
import type { Parameters } from '../commands/api.ts';
import type { CallOptions, UpdateOptions } from '../commands/client.ts';
import { TaskbayError } from '../errors.ts';
import { isLive } from '../store/live.ts';
import type { TaskRecord } from '../store/records.ts';
import { all } from '../store/store.ts';
import { Entity } from './entity.ts';
import type { HoldOptions } from './instructions.ts';
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
export class Task extends Entity<TaskRecord, TaskEvents> {
  declare readonly sid: string;
  declare readonly status: TaskStatus;
  declare readonly attributes: JsonObject;
  declare readonly addons: JsonObject | undefined;
  /** Seconds since creation, at the moment of the newest reading. */
  declare readonly age: number | undefined;
  declare readonly priority: number | undefined;
  declare readonly reason: string | null | undefined;
  declare readonly routingTarget: string | null | undefined;
  /** Seconds the task may stay unassigned. */
  declare readonly timeout: number | undefined;
  declare readonly queueSid: string | null | undefined;
  declare readonly queueName: string | null | undefined;
  declare readonly workflowSid: string | null | undefined;
  declare readonly workflowName: string | null | undefined;
  declare readonly taskChannelSid: string | null | undefined;
  declare readonly taskChannelUniqueName: string | null | undefined;
  declare readonly dateCreated: Date | undefined;
  declare readonly dateUpdated: Date | undefined;
  declare readonly virtualStartTime: Date | undefined;
  /** Not on the wire of capability tokens. */
  declare readonly version: number | undefined;

  /** The transfers known of this task, oldest first. */
  get transfers(): readonly Transfer[] {
    return all(this.context, 'TT').filter(({ taskSid }) => taskSid === this.sid);
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
    const TaskSid = this.sid;
    const reservation = all(this.context, 'WR').find((row) => row.taskSid === TaskSid && isLive(row));
    if (reservation === undefined) throw new TaskbayError('usage', `This worker has no reservation of ${TaskSid}`);
    const params = { ReservationSid: reservation.sid, TaskSid, To: to };
    return this.post('~/Transfers', params, options);
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
  fetch(options?: CallOptions): Promise<this> {
    return this.take(this.context.api.get(`Tasks/${this.sid}`, options));
  }

  #update(params: Parameters, options: UpdateOptions | undefined): Promise<this> {
    return this.post(`Tasks/${this.sid}`, params, options);
  }

  #participant(who: string, params: Parameters, options: HoldOptions | undefined): Promise<this> {
    const sent = { TaskSid: this.sid, ...params };
    return this.post(`~/${who}Participant`, sent, options);
  }
}
