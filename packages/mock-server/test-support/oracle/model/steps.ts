import { isAvailable, isMember, targetOf } from './eligibility.ts';
import { FILTER_EXPRESSIONS, SKIPS } from './expressions.ts';
import { arm, type Oracle, queueNamed, tell } from './oracle.ts';
import type { Configuration, OracleTask, QueueName } from './records.ts';

type Arrival = 'start' | 'skip' | 'timeout';

/** From the top, with this configuration from now on (FLOW-1, FLOW-11, FLOW-12). */
export function enterWorkflow(oracle: Oracle, task: OracleTask, configuration: Configuration): void {
  task.configuration = configuration;
  task.redrive = null;
  tell(oracle, 'workflow.entered', task.name);
  tryFilters(oracle, task, configuration, 0, 'start');
}

/** FLOW-2, FLOW-3, FLOW-4, FLOW-5: how the last target was left decides about the default filter. */
function tryFilters(oracle: Oracle, task: OracleTask, of: Configuration, from: number, arrival: Arrival): void {
  const filter = of.filters.findIndex(
    ({ expression }, index) => index >= from && FILTER_EXPRESSIONS[expression](task.attributes),
  );
  if (filter >= 0) enterTarget(oracle, task, of, filter, 0);
  else if (arrival === 'timeout') leaveByTimeout(oracle, task);
  else if (of.defaultTarget !== undefined) enterTarget(oracle, task, of, 'default', 0);
  else if (arrival === 'skip') leaveBySkip(oracle, task);
  else cancel(oracle, task, 'No matching target');
}

/** FLOW-6, FLOW-10. */
function enterTarget(
  oracle: Oracle,
  task: OracleTask,
  configuration: Configuration,
  filter: number | 'default',
  target: number,
): void {
  task.place = { kind: 'workflow', filter, target };
  const { priority, timeout } = targetOf(task) ?? {};
  task.priority = priority ?? task.priority;
  tell(oracle, 'workflow.target-matched', task.name);
  enterQueue(oracle, task, queueOf(configuration, filter, target));
  task.overdue = false;
  // FLOW-2: the default filter has no timeout.
  task.stepTimer = filter === 'default' || timeout === undefined ? null : arm(oracle, timeout);
  oracle.unplaced.add(task);
  oracle.entered.add(task);
}

/** The queue a target names, else the nearest one named before it in its filter (FLOW-6). */
function queueOf(configuration: Configuration, filter: number | 'default', target: number): QueueName | undefined {
  if (filter === 'default') return configuration.defaultTarget?.queue;
  const targets = configuration.filters[filter]?.targets.slice(0, target + 1) ?? [];
  return targets.findLast(({ queue }) => queue !== undefined)?.queue;
}

/** FLOW-10: only another queue is told of. */
export function enterQueue(oracle: Oracle, task: OracleTask, queue: QueueName | undefined): void {
  if (queue === undefined || queue === task.queue) return;
  if (task.queue !== null) tell(oracle, 'task-queue.moved', task.name, task.queue);
  task.queue = queue;
  tell(oracle, 'task-queue.entered', task.name, queue);
}

/** FLOW-4 and FLOW-5: the next target of the filter, then the filters below. */
export function leaveTarget(oracle: Oracle, task: OracleTask, by: 'skip' | 'timeout'): void {
  const { place, configuration } = task;
  if (place.kind !== 'workflow' || configuration === null) return;
  if (by === 'timeout') tell(oracle, 'task-queue.timeout', task.name, task.queue ?? '');
  task.stepTimer = null;
  task.overdue = false;
  if (place.filter === 'default') {
    leaveBySkip(oracle, task);
    return;
  }
  const targets = configuration.filters[place.filter]?.targets ?? [];
  if (place.target + 1 < targets.length) enterTarget(oracle, task, configuration, place.filter, place.target + 1);
  else tryFilters(oracle, task, configuration, place.filter + 1, by);
}

/** FLOW-7: what `skip_if` says of the queue's workers as they are now. */
export function isToBeSkipped(oracle: Oracle, task: OracleTask): boolean {
  const skip = targetOf(task)?.skip;
  const queue = queueNamed(oracle, task.queue);
  if (skip === undefined || queue === undefined) return false;
  return SKIPS[skip](oracle.workers.filter((worker) => isMember(worker, queue) && isAvailable(worker)).length);
}

function leaveByTimeout(oracle: Oracle, task: OracleTask): void {
  tell(oracle, 'workflow.timeout', task.name);
  cancel(oracle, task, 'Task reached the end of its workflow');
}

function leaveBySkip(oracle: Oracle, task: OracleTask): void {
  tell(oracle, 'workflow.skipped', task.name);
  cancel(oracle, task, 'Task was skipped out of its workflow');
}

function cancel(oracle: Oracle, task: OracleTask, reason: string): void {
  endTask(task, 'canceled');
  tell(oracle, 'task.canceled', task.name, reason);
}

/** What ends has no timers any more. */
export function endTask(task: OracleTask, status: 'canceled' | 'completed' | 'deleted'): void {
  task.status = status;
  task.transfer = null;
  task.ttl = null;
  task.stepTimer = null;
  task.directTimer = null;
}
