import type { CommandOf } from '../commands.ts';
import type { Subject } from '../events.ts';
import type { QueueExpression } from '../expressions/contexts.ts';
import { compileQueueExpression } from '../expressions/contexts.ts';
import { ExpressionError } from '../expressions/errors.ts';
import type { TaskQueue } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { RULES } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { changes, checkActivity, checkLimit, claimName, find, given, identity } from './context.ts';

export function createTaskQueue(tx: Transaction, command: CommandOf<'task-queue.create'>): Subject {
  checkLimit(tx, 'queue', 'TaskQueues');
  claimName(tx, 'TaskQueue', command.friendlyName);
  checkSettings(tx, command);
  const queue = tx.put('queue', {
    ...identity(tx, 'WQ', command.sid),
    friendlyName: command.friendlyName,
    targetWorkers: compile(command.targetWorkers ?? '1==1'),
    maxReservedWorkers: command.maxReservedWorkers ?? 1,
    taskOrder: command.taskOrder ?? 'FIFO',
    reservationActivitySid: command.reservationActivitySid ?? null,
    assignmentActivitySid: command.assignmentActivitySid ?? null,
  });
  const subject = { workspace: tx.workspace, queue };
  tx.emit('task-queue.created', 'WQ', queue.sid, subject);
  return subject;
}

/** A changed expression moves workers in and out at once and may create reservations (BEHAVIOUR: QUEUE-2). */
export function updateTaskQueue(tx: Transaction, command: CommandOf<'task-queue.update'>): Subject {
  const before = find(tx, 'WQ', command.sid);
  claimName(tx, 'TaskQueue', command.friendlyName, before.sid);
  checkSettings(tx, command);
  const { type, sid, targetWorkers, ...settings } = command;
  const wanted = given(settings);
  const retargeted = targetWorkers !== undefined && targetWorkers !== before.targetWorkers.text;
  if (!retargeted && !changes<TaskQueue>(before, wanted)) return { workspace: tx.workspace, queue: before };
  const expression = retargeted ? compile(targetWorkers) : before.targetWorkers;
  const queue = tx.put('queue', { ...before, ...wanted, targetWorkers: expression, dateUpdated: tx.now });
  const subject = { workspace: tx.workspace, queue };
  tx.emit(retargeted ? 'task-queue.expression.updated' : 'taskbay.task-queue.updated', 'WQ', queue.sid, subject);
  for (const workerSid of tx.state.indexes.crews.workersOf(queue.sid)) tx.freedWorkers.add(workerSid);
  return subject;
}

/** Refused while a workflow names the queue or pending or reserved tasks are in it. */
export function deleteTaskQueue(tx: Transaction, command: CommandOf<'task-queue.delete'>): Subject {
  const queue = find(tx, 'WQ', command.sid);
  if (tx.state.indexes.tally.openTasks(queue.sid, tx.tables.task) > 0) {
    reject({ code: 'in_use', prefix: 'WQ', sid: queue.sid, by: 'pending or reserved tasks' });
  }
  for (const workflow of tx.tables.workflow.values()) {
    if (!workflow.configuration.queueSids.has(queue.sid)) continue;
    reject({ code: 'in_use', prefix: 'WQ', sid: queue.sid, by: `workflow ${workflow.sid}` });
  }
  const subject = { workspace: tx.workspace, queue };
  tx.emit('task-queue.deleted', 'WQ', queue.sid, subject);
  tx.remove('queue', queue.sid);
  return subject;
}

function checkSettings(tx: Transaction, command: CommandOf<'task-queue.create' | 'task-queue.update'>): void {
  const width = command.maxReservedWorkers;
  if (width !== undefined && (!Number.isInteger(width) || width < 1 || width > RULES.maxReservedWorkers)) {
    invalid('MaxReservedWorkers', `must be a whole number from 1 to ${RULES.maxReservedWorkers}`);
  }
  checkActivity(tx, 'ReservationActivitySid', command.reservationActivitySid);
  checkActivity(tx, 'AssignmentActivitySid', command.assignmentActivitySid);
}

function compile(text: string): QueueExpression {
  try {
    return compileQueueExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) invalid('TargetWorkers', error.message);
    throw error;
  }
}
