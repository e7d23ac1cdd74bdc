import type { EventType, TaskStatus } from '@taskbay/protocol';
import type { TransferInput } from '../machines/transfer.ts';
import { TRANSFER_MACHINE } from '../machines/transfer.ts';
import type { Task, Transfer } from '../records.ts';
import { REASONS } from '../rules.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { emitTask, tellTaskUpdated } from './emit.ts';
import { currentTask, moveTask } from './task.ts';

/** The task's transfer that has not ended, if there is one. */
export function openTransfer(state: Pick<State, 'tables'>, task: Task): Transfer | undefined {
  return task.transferSid === null ? undefined : state.tables.transfer.get(task.transferSid);
}

/** Moves a transfer along its table. Emits nothing. */
export function moveTransfer(
  tx: Transaction,
  transfer: Transfer,
  input: TransferInput,
  failedReason: string | null = null,
): Transfer {
  const status = TRANSFER_MACHINE.after(transfer.status, input);
  if (status === undefined) throw new Error(`Transfer ${transfer.sid}: ${input} from ${transfer.status}`);
  return tx.put('transfer', { ...transfer, status, failedReason, dateUpdated: tx.now });
}

/** Gives the task of an ended transfer back to those who still hold it (XFER-5). Emits nothing. */
export function returnTask(tx: Transaction, transfer: Transfer): Task {
  const task = currentTask(tx, transfer.taskSid);
  const held = tx.liveReservations(task.sid).map(({ status }) => status);
  tx.setPlaced(task.sid);
  if (held.length === 0) {
    return moveTask(tx, task, 'returnEnded', { transferSid: null, reason: REASONS.reservationsCompleted });
  }
  const input = held.includes('accepted') ? 'return' : 'returnWrapping';
  return moveTask(tx, task, input, { transferSid: null, endTimer: task.endTimer });
}

/** Tells the initiator of its transfer. */
export function emitTransfer(tx: Transaction, type: EventType, transfer: Transfer): void {
  const view = tx.taskView(currentTask(tx, transfer.taskSid));
  tx.emit(type, 'WT', transfer.taskSid, { ...view, transfer }, {}, [transfer.initiatingWorkerSid]);
}

const STATUS_EVENT: { readonly [S in TaskStatus]?: EventType } = { completed: 'task.completed' };

/** Tells what became of a task that was given back. */
export function tellReturned(tx: Transaction, task: Task): void {
  const type = STATUS_EVENT[task.status];
  if (type === undefined) tellTaskUpdated(tx, task);
  else emitTask(tx, type, task);
}
