import type { ReservationStatus } from '@taskbay/protocol';
import { isObject } from '@taskbay/protocol';
import { callbackOf } from './arguments.ts';
import type { Callback } from './bridge.ts';
import type { Entity, Task } from './entity.ts';

/** A task offered to the worker. Arguments are positional, holes allowed; the callback may stand in any later place. */
export interface Reservation extends Entity {
  readonly task: Task;
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly taskSid: string;
  readonly workerSid: string;
  /** Absent, as are the two below, of a new reservation that was not read. */
  readonly workerName?: string;
  readonly dateCreated?: Date;
  readonly dateUpdated?: Date;
  readonly reservationStatus: ReservationStatus;
  /** The task's SID in version 1.0, which handed out the task. */
  readonly tasksid: string;
  readonly reservation_sid: string;
  readonly attributes: Record<string, unknown>;
  readonly priority: number;
  readonly age: number;

  /** Takes the task. */
  accept(callback?: Callback<Reservation>): void;
  /** `(activitySid?, callback?)`: refuses the task. */
  reject(...given: [activitySid?: unknown, callback?: Callback<Reservation>]): void;
  /** from, postWorkActivitySid, record, timeout, statusCallbackUrl, statusCallbackEvents, to, callback */
  dequeue(...given: unknown[]): void;
  /** from, url, statusCallbackUrl, accept, record, to, callback */
  call(...given: unknown[]): void;
  /** callSid, url, accept, callback */
  redirect(...given: unknown[]): void;
  /** from, postWorkActivitySid, timeout, to, callback, options: the options win. */
  conference(...given: unknown[]): void;
}

/** The verbs of a reservation, which a function sends. The callback may stand anywhere, and does not travel. */
export function reservationVerbs(post: (params: object, callback: unknown) => void): object {
  /** `names`: of the parameters that the arguments are, by their places. Objects are further ones, and win. */
  const instruction =
    (Instruction: string, names: string, prefix = '') =>
    (...given: unknown[]) => {
      const named = names.split(' ').map((name, place) => [prefix + name, given[place]]);
      post({ Instruction, ...Object.fromEntries(named), ...given.find(isObject) }, callbackOf(given));
    };
  return {
    accept: (callback: unknown) => post({ ReservationStatus: 'accepted' }, callback),
    reject: (...given: unknown[]) =>
      post({ ReservationStatus: 'rejected', WorkerActivitySid: given[0] }, callbackOf(given)),
    dequeue: instruction(
      'dequeue',
      'From PostWorkActivitySid Record Timeout StatusCallbackUrl StatusCallbackEvent To',
      'Dequeue',
    ),
    call: instruction('call', 'From Url StatusCallbackUrl Accept Record To', 'Call'),
    redirect: instruction('redirect', 'CallSid Url Accept', 'Redirect'),
    conference: instruction('conference', 'From PostWorkActivitySid Timeout To'),
  };
}
