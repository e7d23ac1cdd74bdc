import type { ReservationStatus } from '@taskbay/protocol';
import type { Bridge, Callback } from './bridge.ts';
import { hide, type Payload } from './convert.ts';
import { Entity, type Task } from './entity.ts';

/** A task offered to the worker. Arguments are positional, holes allowed; the callback may stand in any later place. */
export class Reservation extends Entity {
  declare readonly task: Task;
  declare readonly accountSid: string;
  declare readonly workspaceSid: string;
  declare readonly taskSid: string;
  declare readonly workerSid: string;
  /** Absent, as are the two below, of a new reservation that was not read. */
  declare readonly workerName?: string;
  declare readonly dateCreated?: Date;
  declare readonly dateUpdated?: Date;
  declare readonly reservationStatus: ReservationStatus;
  /** The task's SID in version 1.0, which handed out the task. */
  declare readonly tasksid: string;
  declare readonly reservation_sid: string;
  declare readonly attributes: Record<string, unknown>;
  declare readonly priority: number;
  declare readonly age: number;

  /** Left out, the task is one without data. */
  constructor(bridge: Bridge, path: string, payload: Payload, task: Payload = { sid: payload.task_sid }) {
    super(bridge, path, payload);
    this.task = bridge.entity(task) as Task;
    const { sid: tasksid, attributes, priority, age } = this.task;
    hide(this, { tasksid, attributes, priority, age, reservation_sid: this.sid });
  }

  /** Takes the task. */
  accept(callback?: Callback<Reservation>): void {
    this.#post({ ReservationStatus: 'accepted' }, [callback]);
  }

  /** `(activitySid?, callback?)`: refuses the task. */
  reject(...given: [activitySid?: unknown, callback?: Callback<Reservation>]): void {
    this.#post({ ReservationStatus: 'rejected', ...named(given, 'WorkerActivitySid') }, given);
  }

  /** from, postWorkActivitySid, record, timeout, statusCallbackUrl, statusCallbackEvents, to, callback */
  dequeue(...given: unknown[]): void {
    const names = ['DequeueFrom', 'DequeuePostWorkActivitySid', 'DequeueRecord', 'DequeueTimeout'];
    const more = ['DequeueStatusCallbackUrl', 'DequeueStatusCallbackEvent', 'DequeueTo'];
    this.#post({ Instruction: 'dequeue', ...named(given, ...names, ...more) }, given);
  }

  /** from, url, statusCallbackUrl, accept, record, to, callback */
  call(...given: unknown[]): void {
    const names = ['CallFrom', 'CallUrl', 'CallStatusCallbackUrl', 'CallAccept', 'CallRecord', 'CallTo'];
    this.#post({ Instruction: 'call', ...named(given, ...names) }, given);
  }

  /** callSid, url, accept, callback */
  redirect(...given: unknown[]): void {
    const names = ['RedirectCallSid', 'RedirectUrl', 'RedirectAccept'];
    this.#post({ Instruction: 'redirect', ...named(given, ...names) }, given);
  }

  /** from, postWorkActivitySid, timeout, to, callback, options: the options win. */
  conference(...given: unknown[]): void {
    const names = ['From', 'PostWorkActivitySid', 'Timeout', 'To'];
    this.#post({ Instruction: 'conference', ...named(given, ...names), ...(given[5] as object | undefined) }, given);
  }

  /** Answers with a new reservation; its task is read anew for those who look at it. */
  #post(params: object, given: readonly unknown[]): void {
    const { bridge } = this;
    const callback = given.find((value) => typeof value === 'function');
    const make = (payload: Payload) => (callback ? bridge.whole(payload) : bridge.entity(payload));
    bridge.send('POST', this.path, params, callback, make);
  }
}

/** Arguments by their REST names. A callback among them does not travel. */
function named(given: readonly unknown[], ...names: string[]): object {
  return Object.fromEntries(names.map((name, place) => [name, given[place]]));
}
