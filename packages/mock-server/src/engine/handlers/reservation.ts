import type { JsonObject } from '@taskbay/protocol';
import type { CommandOf, ReservationTarget, UpdateReservation } from '../commands.ts';
import type { Subject } from '../events.ts';
import { emitReservation, emitTask, tellTaskUpdated } from '../lifecycle/emit.ts';
import { activityBefore, queueActivity } from '../lifecycle/queue-activity.ts';
import { moveReservation, moveReservationsIn, RESERVATION_EVENT, reservationAllows } from '../lifecycle/reservation.ts';
import { currentTask, movedTask, moveTask, taskAllows, withAttributes } from '../lifecycle/task.ts';
import { emitTransfer, moveTransfer, openTransfer } from '../lifecycle/transfer.ts';
import { changeActivity, emitMoved, moveWorker } from '../lifecycle/worker.ts';
import type { ReservationInput } from '../machines/reservation.ts';
import type { Reservation, Task } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { emitReleased, releaseTask, resumeTask } from '../routing/release.ts';
import { REASONS } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { checkActivity, checkVersion, find } from './context.ts';

function inputFor(target: ReservationTarget): ReservationInput {
  switch (target) {
    case 'accepted':
      return 'accept';
    case 'rejected':
      return 'reject';
    case 'wrapping':
      return 'wrap';
    case 'completed':
      return 'complete';
  }
}

/** Rules RESV-1 … RESV-7: accept, reject, wrap up and complete, by the worker or over REST. */
export function updateReservation(tx: Transaction, command: UpdateReservation): Subject {
  const reservation = findReservation(tx, command);
  checkVersion(reservation, command.version);
  if (command.workerActivitySid !== undefined && command.status !== 'rejected') {
    invalid('WorkerActivitySid', 'is only for a reservation that is rejected');
  }
  if (!reservationAllows(reservation, inputFor(command.status))) {
    const { sid, status } = reservation;
    reject({ code: 'reservation_transition', sid, from: status, requested: command.status });
  }
  return tx.reservationView(carryOut(tx, reservation, command));
}

function carryOut(tx: Transaction, reservation: Reservation, command: UpdateReservation): Reservation {
  switch (command.status) {
    case 'accepted':
      return accept(tx, reservation);
    case 'rejected':
      return rejectReservation(tx, reservation, command.workerActivitySid);
    case 'wrapping':
      return finishReservation(tx, reservation, 'wrap');
    case 'completed':
      return finishReservation(tx, reservation, 'complete');
  }
}

/** The reservation below its own task and its own worker (RESV-11). */
export function findReservation(
  tx: Transaction,
  { sid, taskSid, workerSid }: Pick<UpdateReservation, 'sid' | 'taskSid' | 'workerSid'>,
): Reservation {
  const reservation = tx.reservation(sid) ?? reject({ code: 'not_found', prefix: 'WR', sid });
  const belongs =
    (taskSid === undefined || taskSid === reservation.taskSid) &&
    (workerSid === undefined || workerSid === reservation.workerSid);
  return belongs ? reservation : reject({ code: 'not_found', prefix: 'WR', sid });
}

/** The first acceptance wins; every sibling is rescinded at that moment (RESV-5). `added`: to the task's attributes. */
export function accept(tx: Transaction, reservation: Reservation, added?: JsonObject): Reservation {
  const accepted = moveReservation(tx, reservation, 'accept');
  const rescinded = moveReservationsIn(tx, reservation.taskSid, 'pending', 'rescind');
  const before = currentTask(tx, reservation.taskSid);
  const open = openTransfer(tx.state, before);
  const completed = open === undefined ? undefined : moveTransfer(tx, open, 'complete');
  const task = movedTask(tx, before, 'assign');
  task.transferSid = null;
  if (added !== undefined) task.attributes = withAttributes(before, added);
  tx.putTask(task);
  const assigned = moveWorker(
    tx,
    accepted.workerSid,
    queueActivity(tx, accepted.taskQueueSid, 'assignmentActivitySid'),
  );
  const returned = rescinded.map((sibling) => moveWorker(tx, sibling.workerSid, activityBefore(tx, sibling)));
  emitReservation(tx, RESERVATION_EVENT.accept, accepted);
  for (const sibling of rescinded) emitReservation(tx, RESERVATION_EVENT.rescind, sibling);
  if (completed !== undefined) emitTransfer(tx, 'task.transfer-completed', completed);
  if (added === undefined) tellTaskUpdated(tx, task);
  else emitTask(tx, 'task.updated', task);
  emitMoved(tx, assigned);
  for (const worker of returned) emitMoved(tx, worker);
  return accepted;
}

function rejectReservation(tx: Transaction, reservation: Reservation, activitySid: string | undefined): Reservation {
  checkActivity(tx, 'WorkerActivitySid', activitySid);
  const rejected = moveReservation(tx, reservation, 'reject');
  const released = releaseTask(tx, rejected);
  emitReservation(tx, RESERVATION_EVENT.reject, rejected);
  emitReleased(tx, released);
  emitMoved(tx, moveWorker(tx, reservation.workerSid, activitySid ?? activityBefore(tx, rejected)));
  resumeTask(tx, reservation.taskSid);
  return rejected;
}

/** Ends the work of an accepted reservation, or of a wrapping one for good; the task follows. */
function finishReservation(tx: Transaction, reservation: Reservation, input: 'wrap' | 'complete'): Reservation {
  const finished = moveReservation(tx, reservation, input);
  const task = followReservations(tx, reservation.taskSid);
  emitReservation(tx, RESERVATION_EVENT[input], finished);
  emitFollowed(tx, task);
  return finished;
}

/** The same for several of one task. */
export function finishReservations(
  tx: Transaction,
  reservations: readonly Reservation[],
  input: 'wrap' | 'complete',
): void {
  const [first] = reservations;
  if (first === undefined) return;
  const finished = reservations.map((reservation) => moveReservation(tx, reservation, input));
  const task = followReservations(tx, first.taskSid);
  for (const reservation of finished) emitReservation(tx, RESERVATION_EVENT[input], reservation);
  emitFollowed(tx, task);
}

/**
 * A held task wraps up when no reservation of it is accepted any more and completes with its last one (RESV-6); one in
 * a transfer waits for the transfer's end.
 */
function followReservations(tx: Transaction, taskSid: string): Task | undefined {
  const task = currentTask(tx, taskSid);
  const live = tx.liveReservations(taskSid);
  if (live.length > 0) {
    return !live.some(isAccepted) && taskAllows(task, 'wrap') ? moveTask(tx, task, 'wrap') : undefined;
  }
  if (!taskAllows(task, 'complete')) return undefined;
  const completed = movedTask(tx, task, 'complete');
  completed.reason = REASONS.reservationsCompleted;
  return tx.putTask(completed);
}

function isAccepted({ status }: Reservation): boolean {
  return status === 'accepted';
}

function emitFollowed(tx: Transaction, task: Task | undefined): void {
  if (task !== undefined) emitTask(tx, task.status === 'completed' ? 'task.completed' : 'task.wrapup', task);
}

/** Nobody answered in time: the worker goes to the workspace's timeout activity, the task is offered on (RESV-4). */
export function expireReservation(tx: Transaction, sid: string): Subject {
  const reservation = find(tx, 'WR', sid);
  const expired = moveReservation(tx, reservation, 'expire');
  const released = releaseTask(tx, expired);
  emitReservation(tx, RESERVATION_EVENT.expire, expired);
  emitReleased(tx, released);
  changeActivity(tx, reservation.workerSid, tx.workspace.timeoutActivitySid);
  resumeTask(tx, reservation.taskSid);
  return tx.reservationView(expired);
}

/** A pending reservation that no callback took on; one that has gone on meanwhile is left alone (RESV-13). */
export function cancelReservation(tx: Transaction, command: CommandOf<'reservation.cancel'>): Subject {
  const reservation = find(tx, 'WR', command.sid);
  if (!reservationAllows(reservation, 'cancel')) return tx.reservationView(reservation);
  return cancelOffer(tx, reservation, null);
}

/** Takes a pending reservation back; its task is offered on. `reasonCode`: of the error dictionary. */
export function cancelOffer(tx: Transaction, reservation: Reservation, reasonCode: number | null): Subject {
  const explained = reasonCode === null ? reservation : { ...reservation, canceledReasonCode: reasonCode };
  const canceled = moveReservation(tx, explained, 'cancel');
  const released = releaseTask(tx, canceled);
  emitReservation(tx, RESERVATION_EVENT.cancel, canceled);
  emitReleased(tx, released);
  resumeTask(tx, reservation.taskSid);
  return tx.reservationView(canceled);
}
