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

/** What a verb sends, and the REST names of its arguments by their places. */
const VERBS: Readonly<Record<string, readonly [object, string?]>> = {
  accept: [{ ReservationStatus: 'accepted' }],
  reject: [{ ReservationStatus: 'rejected' }, 'WorkerActivitySid'],
  dequeue: [
    { Instruction: 'dequeue' },
    'DequeueFrom DequeuePostWorkActivitySid DequeueRecord DequeueTimeout DequeueStatusCallbackUrl DequeueStatusCallbackEvent DequeueTo',
  ],
  call: [{ Instruction: 'call' }, 'CallFrom CallUrl CallStatusCallbackUrl CallAccept CallRecord CallTo'],
  redirect: [{ Instruction: 'redirect' }, 'RedirectCallSid RedirectUrl RedirectAccept'],
  conference: [{ Instruction: 'conference' }, 'From PostWorkActivitySid Timeout To'],
};

export function reservationVerbs(post: (params: object, callback: unknown) => void): object {
  const verbs = Object.entries(VERBS).map(([verb, [fixed, names = '']]) => [
    verb,
    (...given: unknown[]) => {
      const named = names.split(' ').map((name, place) => [name, given[place]]);
      post({ ...fixed, ...Object.fromEntries(named), ...given.find(isObject) }, callbackOf(given));
    },
  ]);
  return Object.fromEntries(verbs);
}
