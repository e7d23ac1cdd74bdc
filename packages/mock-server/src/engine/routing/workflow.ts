import type { Draft } from '../drafts.ts';
import { taskDraft } from '../drafts.ts';
import type { EventDetails } from '../events.ts';
import { emitQueueChange, emitTask } from '../lifecycle/emit.ts';
import { cancelTask, currentTask } from '../lifecycle/task.ts';
import type { Step, Task } from '../records.ts';
import { REASONS } from '../rules.ts';
import type { Arrival, CountedWorkers, TrailEntry } from '../trace/trail.ts';
import { extendTrail } from '../trace/trail.ts';
import type { Transaction } from '../transaction.ts';
import type { Target, WorkflowConfiguration } from '../workflow-config/configuration.ts';

export type WorkflowStep = Extract<Step, { kind: 'workflow' }>;

/** How a task left its step; decides what may follow (BEHAVIOUR: FLOW-4, FLOW-5). */
export type Exit = Extract<Arrival, 'timeout' | 'skip'>;

/** Why the next place is looked for, where in the filters that starts, and what `skip_if` counted. */
type Search = Pick<TrailEntry, 'arrival' | 'counted' | 'from'>;

/** Sends a task into a workflow's current configuration from its first filter. */
export function enterWorkflow(
  tx: Transaction,
  taskSid: string,
  configuration: WorkflowConfiguration,
  arrival: Exclude<Arrival, Exit>,
): void {
  emitTask(tx, 'workflow.entered', currentTask(tx, taskSid));
  matchFilter(tx, taskSid, configuration, { arrival, counted: null, from: 0 });
}

/** Leaves the step by timeout or skip: next target, next matching filter, default filter (skip only), or the end. */
export function leaveStep(
  tx: Transaction,
  taskSid: string,
  step: WorkflowStep,
  exit: Exit,
  counted: CountedWorkers | null = null,
): void {
  tx.setPlaced(taskSid);
  if (exit === 'timeout') emitTask(tx, 'task-queue.timeout', currentTask(tx, taskSid));
  const filter = step.filter < 0 ? undefined : step.configuration.filters[step.filter];
  const search: Search = { arrival: exit, counted, from: null };
  if (filter !== undefined && step.target + 1 < filter.targets.length) {
    enterTarget(tx, taskSid, step.configuration, search, step.filter, step.target + 1);
  } else if (filter !== undefined) {
    matchFilter(tx, taskSid, step.configuration, { ...search, from: step.filter + 1 });
  } else {
    endOfWorkflow(tx, taskSid, step.configuration, search);
  }
}

function matchFilter(
  tx: Transaction,
  taskSid: string,
  configuration: WorkflowConfiguration,
  search: Search & { readonly from: number },
): void {
  const context = { task: { attributes: currentTask(tx, taskSid).attributes.value }, now: tx.now };
  const filter = configuration.firstMatch(context, search.from);
  if (filter !== undefined) {
    enterTarget(tx, taskSid, configuration, search, filter, 0);
  } else if (configuration.defaultFilter !== undefined && search.arrival !== 'timeout') {
    enterTarget(tx, taskSid, configuration, search, -1, 0);
  } else {
    endOfWorkflow(tx, taskSid, configuration, search);
  }
}

function targetAt(configuration: WorkflowConfiguration, filter: number, target: number): Target {
  const rule = filter < 0 ? configuration.defaultFilter : configuration.filters[filter]?.targets[target];
  if (rule === undefined) throw new Error(`The configuration has no target ${filter}/${target}`);
  return rule;
}

function enterTarget(
  tx: Transaction,
  taskSid: string,
  configuration: WorkflowConfiguration,
  search: Search,
  filter: number,
  target: number,
): void {
  const rule = targetAt(configuration, filter, target);
  const before = currentTask(tx, taskSid);
  const moved = before.taskQueueSid !== rule.queueSid;
  const task = taskDraft(before);
  task.priority = rule.priority ?? before.priority;
  task.taskQueueSid = rule.queueSid;
  if (moved) task.taskQueueEnteredDate = tx.now;
  task.dateUpdated = tx.now;
  if (moved && before.taskQueueSid !== null) task.version += 1;
  task.redrive = null;
  task.trail = extendTrail(before.trail, trailEntry(tx, before, configuration, search, filter, target));
  task.step = { kind: 'workflow', configuration, filter, target, rule, enteredAt: tx.now };
  task.stepTimer = rule.timeout === undefined ? null : tx.timer(rule.timeout);
  tx.putTask(task);
  announceTarget(tx, before, task, filter < 0 ? undefined : configuration.filters[filter]);
  tx.unplacedTasks.add(taskSid);
  tx.enteredSteps.add(taskSid);
}

function trailEntry(
  tx: Transaction,
  task: Task,
  configuration: WorkflowConfiguration,
  { arrival, counted, from }: Search,
  filter: number | null,
  target: number,
): TrailEntry {
  return { at: tx.now, arrival, counted, configuration, attributes: task.attributes, from, filter, target };
}

function announceTarget(
  tx: Transaction,
  before: Task,
  task: Task,
  filter: WorkflowConfiguration['filters'][number] | undefined,
): void {
  const rule = (task.step as WorkflowStep).rule;
  const details: Draft<EventDetails> = {};
  if (filter !== undefined && filter.name !== null) details.filterName = filter.name;
  if (filter !== undefined) details.filterExpression = filter.expression.text;
  if (rule.expression !== undefined) details.targetExpression = rule.expression.text;
  if (before.priority !== task.priority) details.previousPriority = before.priority;
  emitTask(tx, 'workflow.target-matched', task, details);
  emitQueueChange(tx, before, task);
}

/** No place is left: `workflow.timeout` or `workflow.skipped`, or nothing ever matched (BEHAVIOUR: FLOW-3 … FLOW-5). */
function endOfWorkflow(tx: Transaction, taskSid: string, configuration: WorkflowConfiguration, search: Search): void {
  const before = currentTask(tx, taskSid);
  const task = taskDraft(before);
  const place = trailEntry(tx, before, configuration, search, null, 0);
  task.trail = extendTrail(before.trail, place);
  tx.putTask(task);
  switch (search.arrival) {
    case 'timeout':
      emitTask(tx, 'workflow.timeout', task);
      cancelTask(tx, taskSid, REASONS.workflowTimeout);
      break;
    case 'skip':
      emitTask(tx, 'workflow.skipped', task);
      cancelTask(tx, taskSid, REASONS.workflowSkipped);
      break;
    default:
      cancelTask(tx, taskSid, REASONS.noTarget);
  }
}
