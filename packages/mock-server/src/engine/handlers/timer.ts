import type { CommandOf } from '../commands.ts';
import type { Subject } from '../events.ts';
import { cancelTask, currentTask, deleteTask, removeTask } from '../lifecycle/task.ts';
import type { Timer } from '../records.ts';
import { failDirectTask } from '../routing/direct.ts';
import { leaveStep } from '../routing/workflow.ts';
import { REASONS } from '../rules.ts';
import type { Deadline } from '../timers.ts';
import type { Transaction } from '../transaction.ts';
import { ringsOut } from './call.ts';
import { expireReservation } from './reservation.ts';

/** A due timer as a command. One that was cancelled meanwhile does nothing, so a late firing is harmless. */
export function fireTimer(tx: Transaction, command: CommandOf<'timer.fire'>): Subject {
  const timer = timerOf(tx, command);
  if (timer === null || timer === undefined || timer.sequence !== command.sequence || timer.due > tx.now) {
    return { workspace: tx.workspace };
  }
  switch (command.kind) {
    case 'reservation.timeout':
      return expireReservation(tx, command.sid);
    case 'call.ring':
      return ringsOut(tx, command.sid);
    case 'task.ttl':
      cancelTask(tx, command.sid, REASONS.ttl);
      return tx.taskView(currentTask(tx, command.sid));
    case 'task.step':
      return stepTimedOut(tx, command.sid);
    case 'task.end':
      return endOfTask(tx, command.sid);
  }
}

/** The timer a deadline stands for, as its record has it now. */
function timerOf(tx: Transaction, { kind, sid }: Pick<Deadline, 'kind' | 'sid'>): Timer | null | undefined {
  switch (kind) {
    case 'task.ttl':
      return tx.task(sid)?.ttlTimer;
    case 'task.step':
      return tx.task(sid)?.stepTimer;
    case 'task.end':
      return tx.task(sid)?.endTimer;
    case 'reservation.timeout':
      return tx.reservation(sid)?.timer;
    case 'call.ring':
      return tx.tables.call.get(sid)?.ringTimer;
  }
}

function stepTimedOut(tx: Transaction, sid: string): Subject {
  const task = currentTask(tx, sid);
  if (task.step?.kind === 'workflow') leaveStep(tx, sid, task.step, 'timeout');
  if (task.step?.kind === 'worker') failDirectTask(tx, sid, task.step);
  return tx.taskView(currentTask(tx, sid));
}

/** Held too long → deleted by the system; ended a while ago → removed without an event of the service (TASK-8, TASK-9). */
function endOfTask(tx: Transaction, sid: string): Subject {
  const task = currentTask(tx, sid);
  const subject = tx.taskView(task);
  if (task.status !== 'completed' && task.status !== 'canceled') {
    deleteTask(tx, sid, 'task.system-deleted');
  } else {
    tx.emit('taskbay.task.removed', 'WT', sid, subject);
    removeTask(tx, sid);
  }
  return subject;
}
