import type { CommandOf, WorkflowSettings } from '../commands.ts';
import { taskDraft } from '../drafts.ts';
import type { Subject } from '../events.ts';
import type { Task, Workflow } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { enterWorkflow } from '../routing/workflow.ts';
import { RULES } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import type { WorkflowConfiguration } from '../workflow-config/configuration.ts';
import { parseWorkflowConfiguration } from '../workflow-config/parse.ts';
import { describeProblem } from '../workflow-config/problems.ts';
import { changes, checkLimit, claimName, find, given, identity } from './context.ts';

export function createWorkflow(tx: Transaction, command: CommandOf<'workflow.create'>): Subject {
  checkLimit(tx, 'workflow', 'Workflows');
  claimName(tx, 'Workflow', command.friendlyName);
  checkTimeout(command);
  const workflow = tx.put('workflow', {
    ...identity(tx, 'WW', command.sid),
    friendlyName: command.friendlyName,
    configuration: compile(tx, command.configuration),
    assignmentCallbackUrl: command.assignmentCallbackUrl ?? null,
    fallbackAssignmentCallbackUrl: command.fallbackAssignmentCallbackUrl ?? null,
    taskReservationTimeout: command.taskReservationTimeout ?? RULES.reservationTimeout,
  });
  return announce(tx, 'taskbay.workflow.created', workflow);
}

/** Tasks that were pending keep the old configuration unless `reEvaluateTasks` (BEHAVIOUR: FLOW-12). */
export function updateWorkflow(tx: Transaction, command: CommandOf<'workflow.update'>): Subject {
  const before = find(tx, 'WW', command.sid);
  claimName(tx, 'Workflow', command.friendlyName, before.sid);
  checkTimeout(command);
  const { type, sid, configuration, reEvaluateTasks, ...settings } = command;
  const wanted = given(settings);
  const rewritten = configuration !== undefined && configuration !== before.configuration.text;
  let workflow = before;
  const again = reEvaluateTasks === true ? tasksInside(tx, before.sid) : [];
  if (rewritten || changes<Workflow>(before, wanted) || again.length > 0) {
    const compiled = rewritten ? compile(tx, configuration) : before.configuration;
    workflow = tx.put('workflow', { ...before, ...wanted, configuration: compiled, dateUpdated: tx.now });
    announce(tx, 'taskbay.workflow.updated', workflow);
  }
  reEvaluate(tx, again, workflow.configuration);
  return { workspace: tx.workspace, workflow };
}

/** Refused while pending or reserved tasks are in it. */
export function deleteWorkflow(tx: Transaction, command: CommandOf<'workflow.delete'>): Subject {
  const workflow = find(tx, 'WW', command.sid);
  if (tx.state.indexes.tally.openTasks(workflow.sid, tx.tables.task) > 0) {
    reject({ code: 'in_use', prefix: 'WW', sid: workflow.sid, by: 'pending or reserved tasks' });
  }
  const subject = announce(tx, 'taskbay.workflow.deleted', workflow);
  tx.remove('workflow', workflow.sid);
  return subject;
}

/** Pending tasks start again now, reserved ones when their reservation fails (BEHAVIOUR: FLOW-12). */
function reEvaluate(tx: Transaction, tasks: readonly Task[], configuration: WorkflowConfiguration): void {
  for (const task of tasks) {
    if (task.status !== 'reserved') continue;
    const redriven = taskDraft(task);
    redriven.redrive = configuration;
    tx.putTask(redriven);
  }
  for (const task of tasks) {
    if (task.status === 'pending') enterWorkflow(tx, task.sid, configuration, 're-evaluated');
  }
}

function tasksInside(tx: Transaction, workflowSid: string): Task[] {
  return [...tx.tables.task.values()].filter(
    ({ workflowSid: of, status, step }) =>
      of === workflowSid && step?.kind === 'workflow' && (status === 'pending' || status === 'reserved'),
  );
}

function checkTimeout(settings: WorkflowSettings): void {
  const seconds = settings.taskReservationTimeout;
  if (seconds === undefined) return;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= RULES.maxReservationTimeout) return;
  invalid('TaskReservationTimeout', `must be a whole number of seconds from 1 to ${RULES.maxReservationTimeout}`);
}

function compile(tx: Transaction, text: string): WorkflowConfiguration {
  const parsed = parseWorkflowConfiguration(text, { queueExists: (sid) => tx.tables.queue.has(sid) });
  if (parsed.ok) return parsed.configuration;
  return invalid('Configuration', parsed.problems.map(describeProblem).join('. '));
}

function announce(
  tx: Transaction,
  type: 'taskbay.workflow.created' | 'taskbay.workflow.updated' | 'taskbay.workflow.deleted',
  workflow: Workflow,
): Subject {
  const subject = { workspace: tx.workspace, workflow };
  tx.emit(type, 'WW', workflow.sid, subject);
  return subject;
}
