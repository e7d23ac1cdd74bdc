import { changeActivity, enterAssignmentActivity, returnToActivityBefore } from './activities.ts';
import { complete, followHolders, moveReservation, returnToHolders, wrap } from './holders.ts';
import { arm, count, type Oracle, reservationsOf, tell } from './oracle.ts';
import type { ActivityName, OracleReservation, OracleTask } from './records.ts';
import { route } from './routing.ts';
import { enterWorkflow, leaveTarget } from './steps.ts';

/** Seconds a task waits for a reservation by its RoutingTarget (ROUTE-17). */
export const DIRECT_LIMIT = 10;
const TIMEOUT_ACTIVITY: ActivityName = 'Offline';

/** RESV-2, RESV-5, XFER-7; RESV-12 in a single-tasking workspace. */
export function accept(oracle: Oracle, reservation: OracleReservation): void {
  const { task } = reservation;
  moveReservation(oracle, reservation, 'accepted', 'accepted');
  const rescinded = reservationsOf(oracle, task).filter(({ status }) => status === 'pending');
  for (const sibling of rescinded) moveReservation(oracle, sibling, 'rescinded', 'rescinded');
  task.status = 'assigned';
  task.ttl = null;
  task.stepTimer = null;
  task.overdue = false;
  task.redrive = null;
  if (task.transfer !== null) {
    task.transfer = null;
    tell(oracle, 'task.transfer-completed', task.name, 'complete');
  }
  enterAssignmentActivity(oracle, reservation);
  for (const sibling of rescinded) returnToActivityBefore(oracle, sibling);
  route(oracle);
}

/** RESV-3: the activity stays unless the request names another; RESV-12. */
export function reject(oracle: Oracle, reservation: OracleReservation, activity: ActivityName | undefined): void {
  failTogether(oracle, [reservation], 'rejected', () => {
    if (activity === undefined) returnToActivityBefore(oracle, reservation);
    else changeActivity(oracle, reservation.worker, activity);
  });
}

/** RESV-4. */
export function expire(oracle: Oracle, reservation: OracleReservation): void {
  failTogether(oracle, [reservation], 'timeout', () => changeActivity(oracle, reservation.worker, TIMEOUT_ACTIVITY));
}

export function wrapUp(oracle: Oracle, reservation: OracleReservation): void {
  wrap(oracle, reservation);
  followHolders(oracle, reservation.task);
  route(oracle);
}

export function finish(oracle: Oracle, reservation: OracleReservation): void {
  complete(oracle, reservation);
  followHolders(oracle, reservation.task);
  route(oracle);
}

/** Reservations of one worker fail at once: what is told of them, of their transfers, of the worker, then their tasks go on. */
export function failTogether(
  oracle: Oracle,
  reservations: readonly OracleReservation[],
  status: 'rejected' | 'timeout',
  moveWorker: () => void,
): void {
  for (const reservation of reservations) moveReservation(oracle, reservation, status, status);
  const released = reservations.filter((reservation) => release(oracle, reservation));
  moveWorker();
  for (const { task } of released) goOn(oracle, task);
  route(oracle);
}

/** XFER-4; TASK-3. False when the task has gone back to its holders. */
function release(oracle: Oracle, { task, ofTransfer }: OracleReservation): boolean {
  if (task.transfer !== null && ofTransfer) {
    if (task.transfer.to === 'worker') {
      tell(oracle, 'task.transfer-failed', task.name, 'failed');
      returnToHolders(oracle, task);
      return false;
    }
    tell(oracle, 'task.transfer-attempt-failed', task.name, 'initiated');
  }
  if (task.status !== 'reserved') return true;
  if (reservationsOf(oracle, task).some((sibling) => sibling.status === 'pending')) return true;
  task.status = 'pending';
  // FLOW-8: what is left of the step's time is armed anew, behind what falls due at the same instant.
  if (task.stepTimer !== null) task.stepTimer = { due: task.stepTimer.due, order: count(oracle) };
  return true;
}

/** FLOW-8, FLOW-9, FLOW-11, FLOW-12, ROUTE-17: how a task that is pending again goes on. */
function goOn(oracle: Oracle, task: OracleTask): void {
  if (task.status !== 'pending') return;
  const { place, redrive } = task;
  if (place.kind === 'workflow' && redrive !== null) enterWorkflow(oracle, task, redrive);
  else if (place.kind === 'workflow' && task.overdue) leaveTarget(oracle, task, 'timeout');
  else {
    if (place.kind === 'worker') task.directTimer = arm(oracle, DIRECT_LIMIT);
    oracle.unplaced.add(task);
  }
}
