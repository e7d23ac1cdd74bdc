import type { CommandOf, ReservationTarget, UpdateReservation } from '../commands.ts';
import type { Subject } from '../events.ts';
import { emitReservation, emitTask, tellTaskUpdated } from '../lifecycle/emit.ts';
import { activityBefore, queueActivity } from '../lifecycle/queue-activity.ts';
import { liveReservations, moveReservation, RESERVATION_EVENT, reservationAllows } from '../lifecycle/reservation.ts';
import { currentTask, moveTask, taskAllows } from '../lifecycle/task.ts';
import { changeActivity, emitMoved, moveWorker } from '../lifecycle/worker.ts';
import type { ReservationInput } from '../machines/reservation.ts';
import type { Reservation } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { releaseTask, resumeTask } from '../routing/release.ts';
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
  const task = moveTask(tx, currentTask(tx, reservation.taskSid), 'assign');
  const moved = [
    moveWorker(tx, accepted.workerSid, queueActivity(tx, accepted.taskQueueSid, 'assignmentActivitySid')),
    ...rescinded.map((sibling) => moveWorker(tx, sibling.workerSid, activityBefore(tx, sibling))),
  ];
  emitReservation(tx, RESERVATION_EVENT.accept, accepted);
  for (const sibling of rescinded) emitReservation(tx, RESERVATION_EVENT.rescind, sibling);
  tellTaskUpdated(tx, task);
  for (const worker of moved) emitMoved(tx, worker);
}

function rejectReservation(tx: Transaction, reservation: Reservation, activitySid: string | undefined): void {
  checkActivity(tx, 'WorkerActivitySid', activitySid);
  const rejected = moveReservation(tx, reservation, 'reject');
  releaseTask(tx, reservation.taskSid);
  emitReservation(tx, RESERVATION_EVENT.reject, rejected);
  emitMoved(tx, moveWorker(tx, reservation.workerSid, activitySid ?? activityBefore(tx, rejected)));
  resumeTask(tx, reservation.taskSid);
}

function wrap(tx: Transaction, reservation: Reservation): void {
  const wrapping = moveReservation(tx, reservation, 'wrap');
  const task = currentTask(tx, reservation.taskSid);
  const moved = taskAllows(task, 'wrap') ? moveTask(tx, task, 'wrap') : undefined;
  emitReservation(tx, RESERVATION_EVENT.wrap, wrapping);
  if (moved !== undefined) emitTask(tx, 'task.wrapup', moved);
}

/** The task completes with its last reservation. */
function complete(tx: Transaction, reservation: Reservation): void {
  const completed = moveReservation(tx, reservation, 'complete');
  const task = currentTask(tx, reservation.taskSid);
  const last = liveReservations(tx.state, task.sid).length === 0 && taskAllows(task, 'complete');
  const moved = last ? moveTask(tx, task, 'complete', { reason: REASONS.reservationsCompleted }) : undefined;
  emitReservation(tx, RESERVATION_EVENT.complete, completed);
  if (moved !== undefined) emitTask(tx, 'task.completed', moved);
}

/** Nobody answered in time: the worker goes to the workspace's timeout activity, the task is offered on (RESV-4). */
export function expireReservation(tx: Transaction, command: CommandOf<'timer.fire'>): Subject {
  const reservation = find(tx, 'WR', command.sid);
  const expired = moveReservation(tx, reservation, 'expire');
  releaseTask(tx, reservation.taskSid);
  emitReservation(tx, RESERVATION_EVENT.expire, expired);
  changeActivity(tx, reservation.workerSid, tx.workspace.timeoutActivitySid);
  resumeTask(tx, reservation.taskSid);
  return reservationView(tx.state, expired);
}
