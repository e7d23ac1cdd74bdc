import type { CommandOf, ReservationTarget, UpdateReservation } from '../commands.ts';
import type { Subject } from '../events.ts';
import { emitReservation, emitTask, tellTaskUpdated } from '../lifecycle/emit.ts';
import { activityBefore, queueActivity } from '../lifecycle/queue-activity.ts';
import { liveReservations, moveReservation, RESERVATION_EVENT, reservationAllows } from '../lifecycle/reservation.ts';
import { currentTask, moveTask, taskAllows } from '../lifecycle/task.ts';
import { emitTransfer, moveTransfer, openTransfer } from '../lifecycle/transfer.ts';
import { changeActivity, emitMoved, moveWorker } from '../lifecycle/worker.ts';
import type { ReservationInput } from '../machines/reservation.ts';
import type { Reservation, Task } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { emitReleased, releaseTask, resumeTask } from '../routing/release.ts';
import { REASONS } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { reservationView } from '../views/subjects.ts';
import { checkActivity, checkVersion, find } from './context.ts';

const INPUT = {
  accepted: 'accept',
  rejected: 'reject',
  wrapping: 'wrap',
  completed: 'complete',
} as const satisfies Record<ReservationTarget, ReservationInput>;

/** Rules RESV-1 … RESV-7: accept, reject, wrap up and complete, by the worker or over REST. */
export function updateReservation(tx: Transaction, command: UpdateReservation): Subject {
  const reservation = findReservation(tx, command);
  checkVersion(reservation, command.version);
  if (command.workerActivitySid !== undefined && command.status !== 'rejected') {
    invalid('WorkerActivitySid', 'is only for a reservation that is rejected');
  }
  if (!reservationAllows(reservation, INPUT[command.status])) {
    const { sid, status } = reservation;
    reject({ code: 'reservation_transition', sid, from: status, requested: command.status });
  }
  switch (command.status) {
    case 'accepted':
      accept(tx, reservation);
      break;
    case 'rejected':
      rejectReservation(tx, reservation, command.workerActivitySid);
      break;
    case 'wrapping':
      wrap(tx, reservation);
      break;
    case 'completed':
      complete(tx, reservation);
      break;
  }
  return reservationView(tx.state, find(tx, 'WR', reservation.sid));
}

function findReservation(tx: Transaction, { sid, taskSid, workerSid }: UpdateReservation): Reservation {
  const reservation = find(tx, 'WR', sid);
  const belongs =
    (taskSid === undefined || taskSid === reservation.taskSid) &&
    (workerSid === undefined || workerSid === reservation.workerSid);
  return belongs ? reservation : reject({ code: 'not_found', prefix: 'WR', sid });
}

/** The first acceptance wins; every sibling is rescinded at that moment (RESV-5). */
function accept(tx: Transaction, reservation: Reservation): void {
  const accepted = moveReservation(tx, reservation, 'accept');
  const rescinded = liveReservations(tx.state, reservation.taskSid)
    .filter((sibling) => sibling.status === 'pending')
    .map((sibling) => moveReservation(tx, sibling, 'rescind'));
  const open = openTransfer(tx.state, currentTask(tx, reservation.taskSid));
  const completed = open === undefined ? undefined : moveTransfer(tx, open, 'complete');
  const task = moveTask(tx, currentTask(tx, reservation.taskSid), 'assign', { transferSid: null });
  const moved = [
    moveWorker(tx, accepted.workerSid, queueActivity(tx, accepted.taskQueueSid, 'assignmentActivitySid')),
    ...rescinded.map((sibling) => moveWorker(tx, sibling.workerSid, activityBefore(tx, sibling))),
  ];
  emitReservation(tx, RESERVATION_EVENT.accept, accepted);
  for (const sibling of rescinded) emitReservation(tx, RESERVATION_EVENT.rescind, sibling);
  if (completed !== undefined) emitTransfer(tx, 'task.transfer-completed', completed);
  tellTaskUpdated(tx, task);
  for (const worker of moved) emitMoved(tx, worker);
}

function rejectReservation(tx: Transaction, reservation: Reservation, activitySid: string | undefined): void {
  checkActivity(tx, 'WorkerActivitySid', activitySid);
  const rejected = moveReservation(tx, reservation, 'reject');
  const released = releaseTask(tx, rejected);
  emitReservation(tx, RESERVATION_EVENT.reject, rejected);
  emitReleased(tx, released);
  emitMoved(tx, moveWorker(tx, reservation.workerSid, activitySid ?? activityBefore(tx, rejected)));
  resumeTask(tx, reservation.taskSid);
}

function wrap(tx: Transaction, reservation: Reservation): void {
  const wrapping = moveReservation(tx, reservation, 'wrap');
  const moved = followReservations(tx, reservation.taskSid);
  emitReservation(tx, RESERVATION_EVENT.wrap, wrapping);
  emitFollowed(tx, moved);
}

function complete(tx: Transaction, reservation: Reservation): void {
  const completed = moveReservation(tx, reservation, 'complete');
  const moved = followReservations(tx, reservation.taskSid);
  emitReservation(tx, RESERVATION_EVENT.complete, completed);
  emitFollowed(tx, moved);
}

/**
 * A held task wraps up when no reservation of it is accepted any more and completes with its last one (RESV-6); one in
 * a transfer waits for the transfer's end.
 */
function followReservations(tx: Transaction, taskSid: string): Task | undefined {
  const task = currentTask(tx, taskSid);
  const live = liveReservations(tx.state, taskSid).map(({ status }) => status);
  if (live.length === 0 && taskAllows(task, 'complete')) {
    return moveTask(tx, task, 'complete', { reason: REASONS.reservationsCompleted });
  }
  return !live.includes('accepted') && live.length > 0 && taskAllows(task, 'wrap')
    ? moveTask(tx, task, 'wrap')
    : undefined;
}

function emitFollowed(tx: Transaction, task: Task | undefined): void {
  if (task !== undefined) emitTask(tx, task.status === 'completed' ? 'task.completed' : 'task.wrapup', task);
}

/** Nobody answered in time: the worker goes to the workspace's timeout activity, the task is offered on (RESV-4). */
export function expireReservation(tx: Transaction, command: CommandOf<'timer.fire'>): Subject {
  const reservation = find(tx, 'WR', command.sid);
  const expired = moveReservation(tx, reservation, 'expire');
  const released = releaseTask(tx, expired);
  emitReservation(tx, RESERVATION_EVENT.expire, expired);
  emitReleased(tx, released);
  changeActivity(tx, reservation.workerSid, tx.workspace.timeoutActivitySid);
  resumeTask(tx, reservation.taskSid);
  return reservationView(tx.state, expired);
}

/** A pending reservation that no callback took on; one that has gone on meanwhile is left alone (RESV-13). */
export function cancelReservation(tx: Transaction, command: CommandOf<'reservation.cancel'>): Subject {
  const reservation = find(tx, 'WR', command.sid);
  if (!reservationAllows(reservation, 'cancel')) return reservationView(tx.state, reservation);
  const canceled = moveReservation(tx, reservation, 'cancel');
  const released = releaseTask(tx, canceled);
  emitReservation(tx, RESERVATION_EVENT.cancel, canceled);
  emitReleased(tx, released);
  resumeTask(tx, reservation.taskSid);
  return reservationView(tx.state, canceled);
}
