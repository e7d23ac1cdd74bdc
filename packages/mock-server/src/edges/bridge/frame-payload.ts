import {
  FRAME_EVENT_TYPES,
  type FrameEventType,
  type ReservationTaskPayload,
  serializeFrame,
  type TaskPayload,
  type TransferPayload,
  type WorkerChannelPayload,
  type WorkerPayload,
} from '@taskbay/protocol';
import type { EngineEvent, JournalEventType, Subject } from '../../engine/events.ts';
import type { ReservationView, TaskView, WorkerChannelView, WorkerView } from '../../engine/views/subjects.ts';
import { reservationTaskPayload } from './payload/reservation.ts';
import { taskPayload } from './payload/task.ts';
import { transferPayload } from './payload/transfer.ts';
import { workerPayload } from './payload/worker.ts';
import { workerChannelPayload } from './payload/worker-channel.ts';

const CARRIED: ReadonlySet<JournalEventType> = new Set(FRAME_EVENT_TYPES);

/** Whether sockets carry events of this type. */
export function isFrameEvent(event: EngineEvent): event is EngineEvent & { readonly type: FrameEventType } {
  return CARRIED.has(event.type);
}

/** v1 tells of a reservation by its task at the top level and the reservation's SID beside it. */
export type ReservationFrameV1 = TaskPayload & { readonly reservation_sid: string };

/** The frame of an event on each wire, written when it is first asked for; undefined when it has no subject to tell of. */
export class EventFrame {
  readonly event: EngineEvent;
  private readonly now: number;
  private readonly texts: { v1?: string | undefined; v2?: string | undefined } = {};

  /** `now`: server time of the event's command, in milliseconds. */
  constructor(event: EngineEvent, now: number) {
    this.event = event;
    this.now = now;
  }

  text(wire: 'v1' | 'v2'): string | undefined {
    if (!(wire in this.texts)) {
      const { type, subject } = this.event;
      const payload = type.startsWith('reservation.')
        ? reservationFrame(wire, subject, this.now)
        : commonFrame(subject, this.now);
      this.texts[wire] = payload === undefined ? undefined : serializeFrame(type, payload);
    }
    return this.texts[wire];
  }
}

function commonFrame(
  subject: Subject,
  now: number,
): TaskPayload | TransferPayload | WorkerChannelPayload | WorkerPayload | undefined {
  if (subject.transfer !== undefined) return transferPayload(subject.transfer);
  if (isTask(subject)) return taskPayload(subject, now);
  if (isWorkerChannel(subject)) return workerChannelPayload(subject);
  return isWorker(subject) ? workerPayload(subject) : undefined;
}

/** `reservation.failed` has no reservation: its frame is the task that found no worker. */
function reservationFrame(
  wire: 'v1' | 'v2',
  subject: Subject,
  now: number,
): ReservationTaskPayload | ReservationFrameV1 | TaskPayload | undefined {
  if (!isReservation(subject)) return isTask(subject) ? taskPayload(subject, now) : undefined;
  if (wire === 'v2') return reservationTaskPayload(subject, now);
  return { ...taskPayload(subject, now), reservation_sid: subject.reservation.sid };
}

function isTask(subject: Subject): subject is TaskView {
  return subject.task !== undefined && subject.channel !== undefined;
}

function isWorker(subject: Subject): subject is WorkerView {
  return subject.worker !== undefined && subject.activity !== undefined;
}

function isWorkerChannel(subject: Subject): subject is WorkerChannelView {
  return isWorker(subject) && subject.workerChannel !== undefined && subject.channel !== undefined;
}

function isReservation(subject: Subject): subject is ReservationView {
  return isTask(subject) && isWorker(subject) && subject.reservation !== undefined;
}
