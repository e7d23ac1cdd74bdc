import type { CommandOf, CreateTask, TaskSettings, UpdateTask } from '../commands.ts';
import { taskDraft } from '../drafts.ts';
import type { Subject } from '../events.ts';
import { emitReservation, emitTask } from '../lifecycle/emit.ts';
import { moveReservationsIn, RESERVATION_EVENT } from '../lifecycle/reservation.ts';
import { cancelTask, completeTask, currentTask, deleteTask, moveTask, taskAllows } from '../lifecycle/task.ts';
import { openTransfer } from '../lifecycle/transfer.ts';
import type { Step, Task, TaskChannel, Workflow } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { enterWorkflow } from '../routing/workflow.ts';
import { RULES } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { changes, checkVersion, find, given } from './context.ts';
import { DEFAULT_CHANNEL } from './task-channel.ts';

const NO_TRAIL: Task['trail'] = [];
const NO_ATTRIBUTES = { text: '{}', value: {} } as const;
/** Year 1900, the earliest VirtualStartTime the service takes. */
const EARLIEST_START = -2_208_988_800_000;

/** Answers with the pending task as it was before routing, like the service (BEHAVIOUR: TASK-1). */
export function createTask(tx: Transaction, command: CreateTask): Subject {
  checkSettings(tx, command);
  const placement = placementOf(tx, command);
  const task = newTask(tx, command, placement);
  if (command.sid === undefined) tx.addTask(task);
  else tx.putTask(task);
  const subject = tx.taskView(task);
  emitTask(tx, 'task.created', task);
  if (placement.step !== undefined) place(tx, task, placement.step, placement.queueSid);
  else if (placement.workflow !== undefined) enterWorkflow(tx, task.sid, placement.workflow.configuration, 'created');
  return subject;
}

function newTask(tx: Transaction, command: CreateTask, { workflow, step }: Placement): Task {
  return taskDraft({
    sid: command.sid ?? tx.sid('WT'),
    ordinal: tx.ordinal(),
    dateCreated: tx.now,
    dateUpdated: tx.now,
    attributes: command.attributes ?? NO_ATTRIBUTES,
    status: 'pending',
    priority: command.priority ?? 0,
    reason: null,
    timeout: command.timeout ?? RULES.taskTimeout,
    taskChannelSid: taskChannel(tx, command.taskChannel ?? DEFAULT_CHANNEL).sid,
    workflowSid: workflow?.sid ?? null,
    taskQueueSid: null,
    taskQueueEnteredDate: null,
    virtualStartTime: command.virtualStartTime ?? tx.now,
    version: 0,
    ignoreCapacity: command.ignoreCapacity ?? step?.kind === 'worker',
    routingTarget: command.routingTarget ?? null,
    assignmentCount: 0,
    step: null,
    trail: NO_TRAIL,
    redrive: null,
    transferSid: null,
    ttlTimer: tx.timer(command.timeout ?? RULES.taskTimeout),
    stepTimer: null,
    endTimer: null,
  });
}

interface Placement {
  readonly workflow?: Workflow;
  readonly step?: Step;
  readonly queueSid?: string;
}

/** Where a new task goes: its routing target, else its queue, else its workflow, else the only workflow there is. */
function placementOf(tx: Transaction, command: CreateTask): Placement {
  const target = command.routingTarget ?? '';
  const workflow =
    command.workflowSid === undefined
      ? undefined
      : existing(tx, 'WorkflowSid', tx.tables.workflow, command.workflowSid);
  if (command.ignoreCapacity !== undefined && !target.startsWith('WK')) {
    invalid('IgnoreCapacity', 'is only for a RoutingTarget that is a worker');
  }
  const beside = workflow === undefined ? {} : { workflow };
  if (target.startsWith('WK')) {
    const workerSid = existing(tx, 'RoutingTarget', tx.tables.worker, target).sid;
    const queueSid = command.taskQueueSid;
    if (queueSid !== undefined) existing(tx, 'TaskQueueSid', tx.tables.queue, queueSid);
    const step: Step = { kind: 'worker', workerSid, enteredAt: tx.now };
    return { ...beside, step, ...(queueSid === undefined ? {} : { queueSid }) };
  }
  if (target.startsWith('WW')) return { workflow: existing(tx, 'RoutingTarget', tx.tables.workflow, target) };
  const direct = target.startsWith('WQ') ? target : command.taskQueueSid;
  if (target !== '' && direct !== target)
    invalid('RoutingTarget', 'must be the SID of a worker, task queue or workflow');
  if (direct !== undefined) {
    const queueSid = existing(tx, target === '' ? 'TaskQueueSid' : 'RoutingTarget', tx.tables.queue, direct).sid;
    return { ...beside, step: { kind: 'queue', enteredAt: tx.now }, queueSid };
  }
  return { workflow: workflow ?? onlyWorkflow(tx) };
}

/** A record that a parameter names. */
function existing<T>(tx: Transaction, parameter: string, rows: ReadonlyMap<string, T>, sid: string): T {
  return rows.get(sid) ?? invalid(parameter, `${sid} does not exist in workspace ${tx.workspace.sid}`);
}

function onlyWorkflow(tx: Transaction): Workflow {
  const [first, second] = tx.tables.workflow.values();
  if (first !== undefined && second === undefined) return first;
  return invalid('WorkflowSid', 'is required unless the workspace has exactly one workflow');
}

function place(tx: Transaction, task: Task, step: Step, queueSid: string | undefined): void {
  const placed = taskDraft(task);
  placed.step = step;
  placed.taskQueueSid = queueSid ?? null;
  placed.taskQueueEnteredDate = queueSid === undefined ? null : tx.now;
  placed.stepTimer = step.kind === 'worker' ? tx.timer(RULES.routingTargetSla) : null;
  tx.putTask(placed);
  if (queueSid !== undefined) emitTask(tx, 'task-queue.entered', placed);
  tx.unplacedTasks.add(task.sid);
}

export function updateTask(tx: Transaction, command: UpdateTask): Subject {
  const before = find(tx, 'WT', command.sid);
  checkVersion(before, command.version);
  checkSettings(tx, command);
  const { type, sid, version, assignmentStatus, reason, taskChannel: channel, ...settings } = command;
  const taskChannelSid = channel === undefined ? undefined : taskChannel(tx, channel).sid;
  const { attributes, ...plain } = settings;
  const rewritten = attributes !== undefined && attributes.text !== before.attributes.text;
  const wanted = given({ ...plain, taskChannelSid, attributes: rewritten ? attributes : undefined });
  if (assignmentStatus !== undefined && (attributes !== undefined || Object.keys(wanted).length > 0)) {
    invalid('AssignmentStatus', 'cannot be changed together with other settings; send two requests');
  }
  if (assignmentStatus !== undefined) changeStatus(tx, before, assignmentStatus, reason ?? null);
  else if (changes<Task>(before, wanted)) changeSettings(tx, before, wanted);
  return tx.taskView(currentTask(tx, sid));
}

function changeStatus(
  tx: Transaction,
  task: Task,
  requested: 'canceled' | 'wrapping' | 'completed',
  reason: string | null,
): void {
  const input = ({ canceled: 'cancel', wrapping: 'wrap', completed: 'complete' } as const)[requested];
  if (!taskAllows(task, input)) reject({ code: 'task_transition', sid: task.sid, from: task.status, requested });
  const open = openTransfer(tx.state, task);
  if (requested === 'canceled' && open !== undefined) {
    invalid('AssignmentStatus', `${task.sid} is being transferred; cancel transfer ${open.sid} first`);
  }
  if (requested === 'canceled') cancelTask(tx, task.sid, reason);
  else if (requested === 'completed') completeTask(tx, task.sid, reason);
  else wrapTask(tx, task, reason);
}

function wrapTask(tx: Transaction, task: Task, reason: string | null): void {
  const wrapping = moveReservationsIn(tx, task.sid, 'accepted', 'wrap');
  const moved = moveTask(tx, task, 'wrap', reason === null ? undefined : { reason });
  for (const reservation of wrapping) emitReservation(tx, RESERVATION_EVENT.wrap, reservation);
  emitTask(tx, 'task.wrapup', moved);
}

/**
 * New attributes send a pending task through its workflow again, a reserved one when its reservation fails; its age
 * and place by age stay (BEHAVIOUR: FLOW-11).
 */
function changeSettings(tx: Transaction, before: Task, wanted: Partial<Task>): void {
  const restarts = wanted.attributes !== undefined && before.step?.kind === 'workflow' && before.status === 'reserved';
  const task = Object.assign(taskDraft(before), wanted);
  task.redrive = before.redrive ?? (restarts ? before.step.configuration : null);
  task.version += 1;
  task.dateUpdated = tx.now;
  tx.putTask(task);
  emitTask(tx, 'task.updated', task);
  if (task.status !== 'pending') return;
  if (wanted.attributes !== undefined && task.step?.kind === 'workflow') {
    enterWorkflow(tx, task.sid, task.step.configuration, 'attributes');
  } else {
    tx.unplacedTasks.add(task.sid);
  }
}

export function removeTaskByRequest(tx: Transaction, command: CommandOf<'task.delete'>): Subject {
  const task = find(tx, 'WT', command.sid);
  checkVersion(task, command.version);
  const subject = tx.taskView(task);
  deleteTask(tx, task.sid, 'task.deleted');
  return subject;
}

function taskChannel(tx: Transaction, name: string): TaskChannel {
  const sid = tx.tables.channel.has(name) ? name : tx.state.indexes.names.find('TaskChannel', name);
  const channel = sid === undefined ? undefined : tx.tables.channel.get(sid);
  return channel ?? invalid('TaskChannel', `there is no task channel ${name}`);
}

function checkSettings(tx: Transaction, settings: TaskSettings & { readonly timeout?: number }): void {
  const { priority, virtualStartTime, timeout } = settings;
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 0 && priority <= RULES.maxPriority)) {
    invalid('Priority', `must be a whole number from 0 to ${RULES.maxPriority}`);
  }
  if (timeout !== undefined && !(Number.isInteger(timeout) && timeout >= 1 && timeout <= RULES.maxTaskTimeout)) {
    invalid('Timeout', `must be a whole number of seconds from 1 to ${RULES.maxTaskTimeout}`);
  }
  if (virtualStartTime === undefined) return;
  if (virtualStartTime > tx.now) invalid('VirtualStartTime', 'must not be in the future');
  if (virtualStartTime < EARLIEST_START) invalid('VirtualStartTime', 'must not be before the year 1900');
}
