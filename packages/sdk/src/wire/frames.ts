import type { Change, ReservationFactName } from '../store/changes.ts';
import type { Kind, ReservationState } from '../store/records.ts';
import { decode } from './decode.ts';
import { fieldsOrNone } from './fields.ts';
import { decodeReservation } from './reservations.ts';
import type { Identity } from './wire.ts';

/** The frames that mean something to a worker, and the kind of object each is about. */
const FRAMES: readonly (readonly [Kind, RegExp])[] = [
  ['worker', /^worker\.(activity|attributes)\.update$/],
  ['channel', /^worker\.(capacity|channel\.availability)\.update$/],
  ['task', /^task\.(updated|canceled|completed|wrapup)$/],
  ['transfer', /^task\.transfer-(initiated|attempt-failed|completed|failed|canceled)$/],
  ['reservation', /^reservation\.(created|accepted|rejected|timeout|canceled|rescinded|wrapup|completed)$/],
];

/** The kind of object that a frame is about; undefined for frames that mean nothing to a worker. */
export function kindOf(type: string): Kind | undefined {
  return FRAMES.find(([, pattern]) => pattern.test(type))?.[0];
}

/** Events are called what the status is that they lead to, but for these. */
const EVENTS: Readonly<Record<string, string>> = { pending: 'created', wrapping: 'wrapup' };
const STATUSES: Readonly<Record<string, string>> = { created: 'pending', wrapup: 'wrapping' };

/** The last word of the event that tells of a status. */
export function eventOf(status: string): string {
  return EVENTS[status] ?? status;
}

/** The status a reservation event leads to, which v1 frames do not spell out. */
export function statusOf(name: ReservationFactName): ReservationState {
  const event = name.slice('reservation.'.length);
  return (STATUSES[event] ?? event) as ReservationState;
}

/** What a frame says, the same for both wires. Undefined for frames that mean nothing to a worker. */
export function decodeFrame(type: string, payload: unknown, { workerSid }: Identity): Change | undefined {
  const { sid, reservation_sid } = fieldsOrNone(payload);
  // The frame is the task that found no worker.
  if (type === 'reservation.failed') {
    return { kind: 'failure', name: type, failure: { taskSid: typeof sid === 'string' ? sid : null, payload } };
  }
  const kind = kindOf(type);
  if (kind === undefined) return undefined;
  if (kind !== 'reservation') {
    return { kind, name: type.replace('worker.', ''), record: decode(kind, payload) } as Change;
  }
  const name = type as ReservationFactName;
  // v1 frames of reservations are tasks that name their reservation.
  const flattened = { sid: reservation_sid, worker_sid: workerSid, reservation_status: statusOf(name), task: payload };
  const all = decodeReservation(reservation_sid ? flattened : payload);
  return { kind, name, record: all.reservation, all };
}
