import type { EventDetails } from '../events.ts';
import { emitTask } from '../lifecycle/emit.ts';
import { cancelTask, currentTask } from '../lifecycle/task.ts';
import type { Step, Task } from '../records.ts';
import { REASONS } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { must } from '../views/subjects.ts';
import type { Target, WorkflowConfiguration } from '../workflow-config/configuration.ts';
import { knownWorker } from './candidates.ts';

export type WorkflowStep = Extract<Step, { kind: 'workflow' }>;

/** How a task left its step; decides what may follow (BEHAVIOUR: FLOW-4, FLOW-5). */
export type Exit = 'timeout' | 'skip';

/** Sends a task into a workflow's current configuration from its first filter. */
export function enterWorkflow(tx: Transaction, taskSid: string, configuration: WorkflowConfiguration): void {
  emitTask(tx, 'workflow.entered', currentTask(tx, taskSid));
  matchFilter(tx, taskSid, configuration, 0, undefined);
}

/** Leaves the step by timeout or skip: next target, next matching filter, default filter (skip only), or the end. */
export function leaveStep(tx: Transaction, taskSid: string, step: WorkflowStep, exit: Exit): void {
  tx.unplacedTasks.delete(taskSid);
  if (exit === 'timeout') emitTask(tx, 'task-queue.timeout', currentTask(tx, taskSid));
  const filter = step.filter < 0 ? undefined : step.configuration.filters[step.filter];
  if (filter !== undefined && step.target + 1 < filter.targets.length) {
    enterTarget(tx, taskSid, step.configuration, step.filter, step.target + 1);
    return;
  }
  if (filter === undefined) endOfWorkflow(tx, taskSid, exit);
  else matchFilter(tx, taskSid, step.configuration, step.filter + 1, exit);
}

function matchFilter(
  tx: Transaction,
  taskSid: string,
  configuration: WorkflowConfiguration,
  from: number,
  exit: Exit | undefined,
): void {
  const context = { task: { attributes: currentTask(tx, taskSid).attributes.value }, now: tx.now };
  for (let index = from; index < configuration.filters.length; index += 1) {
    if (configuration.filters[index]?.expression.matches(context)) {
      enterTarget(tx, taskSid, configuration, index, 0);
      return;
    }
  }
  if (exit === 'timeout') endOfWorkflow(tx, taskSid, exit);
  else if (configuration.defaultFilter !== undefined) enterTarget(tx, taskSid, configuration, -1, 0);
  else if (exit === 'skip') endOfWorkflow(tx, taskSid, exit);
  else cancelTask(tx, taskSid, REASONS.noTarget);
}

function targetAt(configuration: WorkflowConfiguration, filter: number, target: number): Target {
  const rule = filter < 0 ? configuration.defaultFilter : configuration.filters[filter]?.targets[target];
  return must(rule, `target ${filter}/${target}`);
}

function enterTarget(
  tx: Transaction,
  taskSid: string,
  configuration: WorkflowConfiguration,
  filter: number,
  target: number,
): void {
  const rule = targetAt(configuration, filter, target);
  const before = currentTask(tx, taskSid);
  const moved = before.taskQueueSid !== rule.queueSid;
  const task = tx.put('task', {
    ...before,
    priority: rule.priority ?? before.priority,
    taskQueueSid: rule.queueSid,
    taskQueueEnteredDate: moved ? tx.now : before.taskQueueEnteredDate,
    dateUpdated: tx.now,
    version: moved && before.taskQueueSid !== null ? before.version + 1 : before.version,
    redrive: null,
    step: { kind: 'workflow', configuration, filter, target, rule, enteredAt: tx.now },
    stepTimer: rule.timeout === undefined ? null : tx.timer(rule.timeout),
  });
  announceTarget(tx, before, task, filter < 0 ? undefined : configuration.filters[filter]);
  tx.unplacedTasks.add(taskSid);
}

function announceTarget(
  tx: Transaction,
  before: Task,
  task: Task,
  filter: WorkflowConfiguration['filters'][number] | undefined,
): void {
  const rule = (task.step as WorkflowStep).rule;
  const knownWorkerSid = rule.knownWorker === undefined ? undefined : knownWorker(tx.state, rule.knownWorker, task);
  const details: EventDetails = {
    ...(filter === undefined || filter.name === null ? {} : { filterName: filter.name }),
    ...(filter === undefined ? {} : { filterExpression: filter.expression.text }),
    ...(rule.expression === undefined ? {} : { targetExpression: rule.expression.text }),
    ...(knownWorkerSid === undefined ? {} : { knownWorkerSid }),
    ...(before.priority === task.priority ? {} : { previousPriority: before.priority }),
  };
  emitTask(tx, 'workflow.target-matched', task, details);
  if (before.taskQueueSid === task.taskQueueSid) return;
  const previousQueue = before.taskQueueSid === null ? undefined : tx.tables.queue.get(before.taskQueueSid);
  if (previousQueue !== undefined) emitTask(tx, 'task-queue.moved', task, {}, previousQueue);
  emitTask(tx, 'task-queue.entered', task, previousQueue === undefined ? {} : { previousQueue });
}

function endOfWorkflow(tx: Transaction, taskSid: string, exit: Exit): void {
  const type = exit === 'timeout' ? 'workflow.timeout' : 'workflow.skipped';
  emitTask(tx, type, currentTask(tx, taskSid));
  cancelTask(tx, taskSid, exit === 'timeout' ? REASONS.workflowTimeout : REASONS.workflowSkipped);
}
