import { isHeld, type Oracle, reservationsOf, tell, tellOfReservation } from './oracle.ts';
import type { OracleReservation, OracleTask } from './records.ts';
import { endTask } from './steps.ts';

/** XFER-5: a task whose transfer came to nothing is again its holders'. */
export function returnToHolders(oracle: Oracle, task: OracleTask): void {
  task.transfer = null;
  task.stepTimer = null;
  task.ttl = null;
  const held = reservationsOf(oracle, task).filter(isHeld);
  if (held.length === 0) completeByHolders(oracle, task);
  else task.status = held.some(({ status }) => status === 'accepted') ? 'assigned' : 'wrapping';
}

/** TASK-5, RESV-6, XFER-8: the task follows the last of its holders, unless it is on its way to somebody else. */
export function followHolders(oracle: Oracle, task: OracleTask): void {
  if (task.transfer !== null) return;
  const held = reservationsOf(oracle, task).filter(isHeld);
  if (held.length === 0) completeByHolders(oracle, task);
  else if (task.status === 'assigned' && held.every(({ status }) => status === 'wrapping')) {
    task.status = 'wrapping';
    tell(oracle, 'task.wrapup', task.name);
  }
}

function completeByHolders(oracle: Oracle, task: OracleTask): void {
  endTask(task, 'completed');
  tell(oracle, 'task.completed', task.name, 'All reservations were completed');
}

export function wrap(oracle: Oracle, reservation: OracleReservation): void {
  moveReservation(oracle, reservation, 'wrapping', 'wrapup');
}

export function complete(oracle: Oracle, reservation: OracleReservation): void {
  moveReservation(oracle, reservation, 'completed', 'completed');
}

export function cancelPending(oracle: Oracle, task: OracleTask): void {
  for (const reservation of reservationsOf(oracle, task)) {
    if (reservation.status === 'pending') moveReservation(oracle, reservation, 'canceled', 'canceled');
  }
}

/** CAP-1, ROUTE-3: whatever happens to a reservation, routing looks at its worker again. */
export function moveReservation(
  oracle: Oracle,
  reservation: OracleReservation,
  status: OracleReservation['status'],
  type: string,
): void {
  reservation.status = status;
  oracle.touched.add(reservation.worker);
  tellOfReservation(oracle, type, reservation);
}
