import { emitTask } from '../lifecycle/emit.ts';
import { currentTask, moveTask } from '../lifecycle/task.ts';
import type { Step } from '../records.ts';
import { REASONS } from '../rules.ts';
import type { Transaction } from '../transaction.ts';

export type DirectStep = Extract<Step, { kind: 'worker' }>;

/**
 * Ends a task routed to a worker who could not be reserved in time (ROUTE-17). The event names a reservation that
 * never came to be, so that it has a SID and no record.
 */
export function failDirectTask(tx: Transaction, taskSid: string, step: DirectStep): void {
  tx.setPlaced(taskSid);
  const task = moveTask(tx, currentTask(tx, taskSid), 'cancel', { reason: REASONS.routingTarget });
  const told = tx.tables.worker.has(step.workerSid) ? [step.workerSid] : [];
  tx.emit('reservation.failed', 'WR', tx.sid('WR'), tx.taskView(task), {}, told);
  emitTask(tx, 'task.canceled', task);
}
