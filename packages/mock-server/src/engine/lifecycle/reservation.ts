import type { EventType, ReservationStatus } from '@taskbay/protocol';
import type { Draft } from '../drafts.ts';
import { reservationDraft, workerChannelDraft, workerDraft } from '../drafts.ts';
import type { ReservationInput } from '../machines/reservation.ts';
import { RESERVATION_MACHINE } from '../machines/reservation.ts';
import type { Reservation, Task, Worker, WorkerChannel } from '../records.ts';
import { dropCalls } from '../telephony/drop.ts';
import type { Transaction } from '../transaction.ts';
import { isLive } from '../views/reservations.ts';
import { hasRoomSomewhere, workerChannelOf } from '../views/worker-facts.ts';
import { queueActivity } from './queue-activity.ts';

/** What each ending or step of a reservation is called in the event list. */
export const RESERVATION_EVENT = {
  accept: 'reservation.accepted',
  reject: 'reservation.rejected',
  expire: 'reservation.timeout',
  cancel: 'reservation.canceled',
  rescind: 'reservation.rescinded',
  wrap: 'reservation.wrapup',
  complete: 'reservation.completed',
} as const satisfies Record<ReservationInput, EventType>;

/** Whether the table allows the input now. */
export function reservationAllows(reservation: Reservation, input: ReservationInput): boolean {
  return RESERVATION_MACHINE.allows(reservation.status, input);
}

/**
 * Moves a reservation along its table: version, timer, the channel's counters; routing looks at its worker again.
 * Emits nothing: the caller does when every record of the command has changed.
 */
export function moveReservation(tx: Transaction, reservation: Reservation, input: ReservationInput): Reservation {
  const status = RESERVATION_MACHINE.after(reservation.status, input);
  if (status === undefined) throw new Error(`Reservation ${reservation.sid}: ${input} from ${reservation.status}`);
  const moved = reservationDraft(reservation);
  moved.status = status;
  moved.timer = null;
  moved.version += 1;
  moved.dateUpdated = tx.now;
  tx.putReservation(moved);
  countOnChannel(tx, moved, reservation.status, status);
  if (!isLive(moved)) {
    if (reservation.status === 'pending') dropCalls(tx, moved);
    tx.part(moved.taskSid, moved.workerSid);
  }
  // Even an acceptance can suit a worker for more: target expressions may read how much it has assigned.
  lookAgain(tx, moved.workerSid);
  return moved;
}

/** Moves those of a task's reservations that are in a status along their table. Emits nothing. */
export function moveReservationsIn(
  tx: Transaction,
  taskSid: string,
  status: ReservationStatus,
  input: ReservationInput,
): Reservation[] {
  const moved: Reservation[] = [];
  for (const reservation of tx.liveReservations(taskSid)) {
    if (reservation.status === status) moved.push(moveReservation(tx, reservation, input));
  }
  return moved;
}

/**
 * Makes a pending reservation of a task for one worker, who moves to the back of the idle order and, in a
 * single-tasking workspace, to the queue's reservation activity (RESV-12). Emits nothing.
 */
export function createReservation(tx: Transaction, task: Task, worker: Worker, timeout: number): Reservation {
  const reserved = tx.nextReserved();
  const activitySid = queueActivity(tx, task.taskQueueSid, 'reservationActivitySid');
  const channel = channelOf(tx, worker.sid, task.taskChannelSid);
  const reservation = tx.addReservation(
    reservationDraft({
      sid: tx.sid('WR'),
      ordinal: tx.ordinal(),
      dateCreated: tx.now,
      dateUpdated: tx.now,
      taskSid: task.sid,
      workerSid: worker.sid,
      taskQueueSid: task.taskQueueSid,
      workflowSid: task.workflowSid,
      taskChannelSid: task.taskChannelSid,
      status: 'pending',
      timeout,
      timer: tx.timer(timeout),
      transferSid: task.transferSid,
      workerPreviousActivitySid: worker.activitySid,
      canceledReasonCode: null,
      reservationActivitySid: activitySid === worker.activitySid ? null : activitySid,
      idleBefore: { worker: worker.lastReserved, channel: channel.lastReserved },
      version: 0,
    }),
  );
  reserveChannel(tx, channel, reserved);
  reserveWorker(tx, worker, reserved);
  lookAgain(tx, worker.sid);
  return reservation;
}

/** Routing looks at a worker again, unless there is nothing it could have. */
function lookAgain(tx: Transaction, workerSid: string): void {
  if (hasRoomSomewhere(tx.state, workerSid) || tx.state.indexes.waiting.hasDirect(workerSid)) {
    tx.freedWorkers.add(workerSid);
  }
}

function reserveChannel(tx: Transaction, channel: WorkerChannel, reserved: number): void {
  const draft = workerChannelDraft(channel);
  draft.pending += 1;
  draft.lastReserved = reserved;
  draft.lastReservedTime = tx.now;
  tx.putWorkerChannel(draft);
}

function reserveWorker(tx: Transaction, worker: Worker, reserved: number): void {
  const draft = workerDraft(worker);
  draft.lastReserved = reserved;
  draft.version += 1;
  tx.putWorker(draft);
}

function channelOf(tx: Transaction, workerSid: string, taskChannelSid: string): WorkerChannel {
  const channel = workerChannelOf(tx.state, workerSid, taskChannelSid);
  if (channel === undefined) throw new Error(`${workerSid} has no channel for ${taskChannelSid}`);
  return channel;
}

function countOnChannel(
  tx: Transaction,
  reservation: Reservation,
  before: ReservationStatus,
  after: ReservationStatus,
): void {
  const draft = workerChannelDraft(channelOf(tx, reservation.workerSid, reservation.taskChannelSid));
  count(draft, before, -1);
  count(draft, after, 1);
  tx.putWorkerChannel(draft);
}

/** Statuses that occupy a channel are counted in fields of the same names. */
function count(draft: Draft<WorkerChannel>, status: ReservationStatus, by: 1 | -1): void {
  switch (status) {
    case 'pending':
      draft.pending += by;
      break;
    case 'accepted':
      draft.accepted += by;
      break;
    case 'wrapping':
      draft.wrapping += by;
      break;
    default:
      break;
  }
}
