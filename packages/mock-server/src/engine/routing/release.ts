import { tellTaskUpdated } from '../lifecycle/emit.ts';
import { cancelTask, currentTask, moveTask } from '../lifecycle/task.ts';
import { emitTransfer, moveTransfer, openTransfer, returnTask, tellReturned } from '../lifecycle/transfer.ts';
import type { Instant, Reservation, Task, Transfer } from '../records.ts';
import { REASONS, RULES, TRANSFER_ATTEMPT_FAILED, TRANSFER_FAILED } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { enterWorkflow, leaveStep } from './workflow.ts';

/** What the failure of a reservation did to its task and the transfer it belonged to, for the events. */
export interface Released {
  readonly task: Task;
  readonly transfer: Transfer | undefined;
}

/**
 * A reservation of this task failed: once no sibling is pending, the task is pending again (BEHAVIOUR: TASK-3). A
 * transfer to a worker has failed with it, and the task goes back to its initiator (XFER-4). Emits nothing.
 */
export function releaseTask(tx: Transaction, reservation: Reservation): Released {
  const task = currentTask(tx, reservation.taskSid);
  const transfer = openTransfer(tx.state, task);
  const waits = tx.liveReservations(task.sid).some(({ status }) => status === 'pending');
  if (task.status !== 'reserved' || waits) return { task, transfer };
  const ends = transfer?.type === 'WORKER' || task.assignmentCount >= RULES.maxAssignments;
  if (transfer !== undefined && ends) {
    const reason = transfer.type === 'WORKER' ? TRANSFER_FAILED[reservation.status] : REASONS.maxAssignments;
    const failed = moveTransfer(tx, transfer, 'fail', reason);
    return { task: returnTask(tx, failed), transfer: failed };
  }
  const due = task.step?.kind === 'worker' ? tx.now + RULES.routingTargetSla * 1000 : stepDue(task);
  const stepTimer = due === undefined || due <= tx.now ? null : tx.timerAt(due);
  return {
    task: moveTask(tx, task, 'release', { stepTimer }),
    transfer: transfer && attempted(tx, transfer, reservation),
  };
}

function attempted(tx: Transaction, transfer: Transfer, { status }: Reservation): Transfer {
  return tx.put('transfer', {
    ...transfer,
    failedReason: TRANSFER_ATTEMPT_FAILED[status] ?? null,
    dateUpdated: tx.now,
  });
}

/** The task events of a released task: nothing unless it was being transferred. After the reservation's events. */
export function emitReleased(tx: Transaction, { task, transfer }: Released): void {
  if (transfer === undefined) return;
  const failed = transfer.status === 'failed';
  emitTransfer(tx, failed ? 'task.transfer-failed' : 'task.transfer-attempt-failed', transfer);
  if (failed) tellReturned(tx, task);
  else if (task.status === 'pending') tellTaskUpdated(tx, task);
}

/**
 * Where a released task goes on: the same step while the step's time lasts, else the next one; from the top when its
 * attributes or its workflow changed meanwhile; canceled at the assignment limit (BEHAVIOUR: FLOW-8, FLOW-9, FLOW-11,
 * FLOW-12, TASK-7). Called after the reservation's events.
 */
export function resumeTask(tx: Transaction, taskSid: string): void {
  const task = currentTask(tx, taskSid);
  if (task.status !== 'pending') return;
  const due = stepDue(task);
  if (task.assignmentCount >= RULES.maxAssignments) cancelTask(tx, taskSid, REASONS.maxAssignments);
  else if (task.redrive !== null) enterWorkflow(tx, taskSid, task.redrive, 're-evaluated');
  else if (due !== undefined && due <= tx.now && task.step?.kind === 'workflow')
    leaveStep(tx, taskSid, task.step, 'timeout');
  else tx.unplacedTasks.add(taskSid);
}

/** When the task's step times out; undefined for a step without timeout. */
function stepDue(task: Task): Instant | undefined {
  if (task.step?.kind !== 'workflow' || task.step.rule.timeout === undefined) return undefined;
  return task.step.enteredAt + task.step.rule.timeout * 1000;
}
