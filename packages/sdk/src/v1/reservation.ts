import { asCallback, type Bridge, type Callback } from './bridge.ts';
import { fill, hide, type Payload } from './convert.ts';
import { Entity, internals, type Task, toEntity } from './entities.ts';

/** A task offered to the worker. Arguments are positional, holes allowed; the callback may stand in any later place. */
export class Reservation extends Entity {
  declare readonly task: Task;

  constructor(bridge: Bridge, payload: Payload, task: Payload) {
    super(bridge, `${bridge.workspacePath}/Tasks/${task.sid}/Reservations/${payload.sid}`, payload);
    this.task = toEntity(bridge, task) as Task;
    readAsTask(this, task);
  }

  /** Takes the task. */
  accept(callback?: Callback<Reservation>): void {
    this.#post({ ReservationStatus: 'accepted' }, [callback]);
  }

  /** `(activitySid?, callback?)`: refuses the task. */
  reject(activitySid?: unknown, callback?: Callback<Reservation>): void {
    const [sid] = values([activitySid]);
    this.#post({ ReservationStatus: 'rejected', WorkerActivitySid: sid }, [activitySid, callback]);
  }

  /** from, postWorkActivitySid, record, timeout, statusCallbackUrl, statusCallbackEvents, to, callback */
  dequeue(...given: unknown[]): void {
    const [from, activity, record, timeout, url, events, to] = values(given);
    this.#post(
      {
        Instruction: 'dequeue',
        DequeuePostWorkActivitySid: activity,
        DequeueFrom: from,
        DequeueRecord: record,
        DequeueTimeout: timeout,
        DequeueStatusCallbackUrl: url,
        DequeueStatusCallbackEvent: events,
        DequeueTo: to,
      },
      given,
    );
  }

  /** from, url, statusCallbackUrl, accept, record, to, callback */
  call(...given: unknown[]): void {
    const [from, url, statusUrl, accept, record, to] = values(given);
    const params = { CallFrom: from, CallUrl: url, CallStatusCallbackUrl: statusUrl, CallAccept: accept };
    this.#post({ Instruction: 'call', ...params, CallRecord: record, CallTo: to }, given);
  }

  /** callSid, url, accept, callback */
  redirect(...given: unknown[]): void {
    const [callSid, url, accept] = values(given);
    const params = { RedirectCallSid: callSid, RedirectUrl: url, RedirectAccept: accept };
    this.#post({ Instruction: 'redirect', ...params }, given);
  }

  /** from, postWorkActivitySid, timeout, to, callback, options: the options win. */
  conference(...given: unknown[]): void {
    const [from, activity, timeout, to] = values(given);
    const params = { From: from, PostWorkActivitySid: activity, Timeout: timeout, To: to };
    this.#post({ Instruction: 'conference', ...params, ...(given[5] as object | undefined) }, given);
  }

  #post(params: object, given: readonly unknown[]): void {
    const { bridge, path } = internals(this);
    const callback = asCallback<Reservation>(given.find((value) => typeof value === 'function'));
    bridge.send('POST', path, params, (payload) => this.#answer(payload, callback !== undefined), callback);
  }

  /** A new reservation; its task is read anew for those who look at it. */
  async #answer(payload: Payload, wanted: boolean): Promise<Reservation> {
    const { bridge } = internals(this);
    const { path } = internals(this.task);
    const task = wanted ? await bridge.request('GET', path) : {};
    return new Reservation(bridge, payload, { sid: this.task.sid, ...task });
  }
}

/** Arguments up to the first function: what comes after it is no value. */
function values(given: readonly unknown[]): readonly unknown[] {
  const callback = given.findIndex((value) => typeof value === 'function');
  return callback < 0 ? given : given.slice(0, callback);
}

/** Version 1.0 handed out the task, with the reservation's SID on it. */
function readAsTask(reservation: Reservation, task: Payload): void {
  const read: Record<string, unknown> = {};
  fill(read, task);
  for (const name of ['attributes', 'priority', 'age']) hide(reservation, name, read[name]);
  hide(reservation, 'tasksid', task.sid);
  hide(reservation, 'reservation_sid', reservation.sid);
}
