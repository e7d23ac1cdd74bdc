import type { EventType, JsonObject } from '@taskbay/protocol';
import type { Draft } from '../drafts.ts';
import { taskDraft } from '../drafts.ts';
import type { TaskInput } from '../machines/task.ts';
import { TASK_MACHINE } from '../machines/task.ts';
import type { AttributesDocument, Reservation, Task } from '../records.ts';
import { RULES } from '../rules.ts';
import { removeCalls } from '../telephony/drop.ts';
import type { Transaction } from '../transaction.ts';
import { must } from '../views/subjects.ts';
import { emitReservation, emitTask } from './emit.ts';
import { moveReservation, RESERVATION_EVENT } from './reservation.ts';

/** The task as it is now; the SID comes from a record, so it exists. */
export function currentTask(tx: Transaction, sid: string): Task {
  return must(tx.task(sid), sid);
}

/** A task's attributes with members added or replaced. */
export function withAttributes({ attributes }: Task, added: JsonObject): AttributesDocument {
  const value = { ...attributes.value, ...added };
  return { text: JSON.stringify(value), value };
}

/** Whether the table allows the input now. */
export function taskAllows(task: Task, input: TaskInput): boolean {
  return TASK_MACHINE.allows(task.status, input);
}

/** Moves a task along its table with the timers each status carries; a transfer's way keeps the 24 h. Emits nothing. */
export function moveTask(tx: Transaction, task: Task, input: TaskInput, changes?: Partial<Task>): Task {
  const moved = movedTask(tx, task, input);
  if (changes !== undefined) Object.assign(moved, changes);
  return tx.putTask(moved);
}

/** The same as a draft, to be completed and put. */
export function movedTask(tx: Transaction, task: Task, input: TaskInput): Draft<Task> {
  const status = TASK_MACHINE.after(task.status, input);
  if (status === undefined) throw new Error(`Task ${task.sid}: ${input} from ${task.status}`);
  const moved = taskDraft(task);
  moved.status = status;
  moved.version += 1;
  moved.dateUpdated = tx.now;
  setTimers(tx, moved);
  if (status !== 'pending' && status !== 'reserved') moved.redrive = null;
  return moved;
}

/** Ends a pending or reserved task: its pending reservations are canceled, then the task. */
export function cancelTask(tx: Transaction, sid: string, reason: string | null): void {
  const ended = endReservations(tx, sid, 'cancel');
  const task = moveTask(tx, currentTask(tx, sid), 'cancel', { reason });
  tx.setPlaced(sid);
  for (const reservation of ended) emitReservation(tx, RESERVATION_EVENT.cancel, reservation);
  emitTask(tx, 'task.canceled', task);
}

/** Completes an assigned or wrapping task and the reservations that held it. */
export function completeTask(tx: Transaction, sid: string, reason: string | null): void {
  const ended = endReservations(tx, sid, 'complete');
  const task = moveTask(tx, currentTask(tx, sid), 'complete', { reason });
  for (const reservation of ended) emitReservation(tx, RESERVATION_EVENT.complete, reservation);
  emitTask(tx, 'task.completed', task);
}

/** Deletes a task in any status: pending reservations are canceled, held ones completed, so that capacity is freed. */
export function deleteTask(tx: Transaction, sid: string, type: EventType): void {
  const pending = endReservations(tx, sid, 'cancel');
  const held = endReservations(tx, sid, 'complete');
  for (const reservation of pending) emitReservation(tx, RESERVATION_EVENT.cancel, reservation);
  for (const reservation of held) emitReservation(tx, RESERVATION_EVENT.complete, reservation);
  emitTask(tx, type, currentTask(tx, sid));
  removeTask(tx, sid);
}

/** Drops a task and its reservations from the tables; events are not touched. */
export function removeTask(tx: Transaction, sid: string): void {
  tx.setPlaced(sid);
  const { taskReservations, taskTransfers } = tx.state.indexes;
  for (const reservationSid of taskReservations.members(sid)) tx.removeReservation(reservationSid);
  for (const transferSid of taskTransfers.members(sid)) tx.remove('transfer', transferSid);
  removeCalls(tx, sid);
  tx.removeTask(sid);
}

function endReservations(tx: Transaction, taskSid: string, input: 'cancel' | 'complete'): Reservation[] {
  return tx
    .liveReservations(taskSid)
    .filter((reservation) => (input === 'cancel') === (reservation.status === 'pending'))
    .map((reservation) => moveReservation(tx, reservation, input));
}

/** The timers that go with the status it now has. */
function setTimers(tx: Transaction, task: Draft<Task>): void {
  task.stepTimer = null;
  switch (task.status) {
    case 'pending':
    case 'reserved':
      break;
    case 'assigned':
      task.ttlTimer = null;
      task.endTimer = tx.timer(RULES.assignedLimit);
      break;
    case 'wrapping':
      task.ttlTimer = null;
      break;
    case 'completed':
    case 'canceled':
      task.ttlTimer = null;
      task.endTimer = tx.timer(RULES.removalDelay);
      break;
  }
}
