import { liveReservations } from '../lifecycle/reservation.ts';
import { cancelTask, currentTask, moveTask } from '../lifecycle/task.ts';
import type { Instant, Task } from '../records.ts';
import { REASONS, RULES } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { enterWorkflow, leaveStep } from './workflow.ts';

/** A reservation of this task failed: once no sibling is live, the task is pending again (BEHAVIOUR: TASK-3). Emits nothing. */
export function releaseTask(tx: Transaction, taskSid: string): void {
  const task = currentTask(tx, taskSid);
  if (task.status !== 'reserved' || liveReservations(tx.state, taskSid).length > 0) return;
  const due = task.step?.kind === 'worker' ? tx.now + RULES.routingTargetSla * 1000 : stepDue(task);
  moveTask(tx, task, 'release', { stepTimer: due === undefined || due <= tx.now ? null : tx.timerAt(due) });
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
