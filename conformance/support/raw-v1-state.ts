import { isLive } from './live.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a frame of the v1 wire says about the reservation beside its task. */
const STATUS_OF: Readonly<Record<string, string>> = {
  'reservation.created': 'pending',
  'reservation.accepted': 'accepted',
  'reservation.rejected': 'rejected',
  'reservation.timeout': 'timeout',
  'reservation.canceled': 'canceled',
  'reservation.rescinded': 'rescinded',
  'reservation.wrapup': 'wrapping',
  'reservation.completed': 'completed',
};

export interface HeldReservation {
  readonly taskSid: string;
  readonly status: string;
}

/** The worker as replies and frames last told it, in the words of the wire. */
export class RawV1State {
  worker: Fields = {};
  readonly channels = new Map<string, Fields>();
  readonly reservations = new Map<string, HeldReservation>();
  readonly tasks = new Map<string, Fields>();

  /** A frame: `worker.*` carry the worker or one of its channels, all others a task, some with `reservation_sid`. */
  frame(type: string, payload: Fields): void {
    if ('task_channel_unique_name' in payload && 'worker_sid' in payload) this.channel(payload);
    else if (type.startsWith('worker.')) this.worker = payload;
    else if (!type.startsWith('task.transfer-')) this.task(payload);
    const status = STATUS_OF[type];
    if (status === undefined || payload.reservation_sid === undefined) return;
    this.reservations.set(text(payload.reservation_sid), { taskSid: text(payload.sid), status });
  }

  channel(channel: Fields): void {
    this.channels.set(text(channel.task_channel_unique_name), channel);
  }

  task(task: Fields): void {
    this.tasks.set(text(task.sid), task);
  }

  /** A reservation as REST shows it, in lists and in replies. */
  reservation(reservation: Fields): void {
    const held = { taskSid: text(reservation.task_sid), status: text(reservation.reservation_status) };
    this.reservations.set(text(reservation.sid), held);
  }

  live(): string[] {
    return [...this.reservations].filter(([, { status }]) => isLive(status)).map(([sid]) => sid);
  }

  clear(): void {
    this.channels.clear();
    this.reservations.clear();
    this.tasks.clear();
  }
}

/** A field that the wire always fills with text. */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`Expected text on the wire, got ${JSON.stringify(value)}`);
  return value;
}
