import { cancelPending, complete, wrap } from './holders.ts';
import { arm, isHeld, type Oracle, reservationsOf, tell } from './oracle.ts';
import type { Channel, OracleTask, OracleWorker, QueueName, TaskAttributes } from './records.ts';
import { DIRECT_LIMIT } from './reservations.ts';
import { route } from './routing.ts';
import { endTask, enterQueue, enterWorkflow } from './steps.ts';

export type Destination =
  | { readonly kind: 'workflow' }
  | { readonly kind: 'queue'; readonly queue: QueueName }
  | { readonly kind: 'worker'; readonly worker: OracleWorker; readonly ignoreCapacity: boolean };

export interface NewTask {
  readonly attributes: TaskAttributes;
  readonly priority: number;
  readonly channel: Channel;
  readonly virtualStartTime: number;
  /** Seconds to live. */
  readonly timeout: number;
}

/** TASK-1, TASK-11; ROUTE-11, ROUTE-12, ROUTE-17. */
export function createTask(oracle: Oracle, settings: NewTask, destination: Destination): void {
  const order = oracle.tasks.length;
  const { attributes, priority, channel, virtualStartTime, timeout } = settings;
  const task: OracleTask = {
    name: `T${order + 1}`,
    order,
    attributes,
    priority,
    virtualStartTime,
    channel,
    status: 'pending',
    queue: null,
    configuration: null,
    place: destination.kind === 'worker' ? destination : { kind: 'queue' },
    redrive: null,
    overdue: false,
    ttl: arm(oracle, timeout),
    stepTimer: null,
    directTimer: destination.kind === 'worker' ? arm(oracle, DIRECT_LIMIT) : null,
    transfer: null,
  };
  oracle.tasks.push(task);
  tell(oracle, 'task.created', task.name);
  if (destination.kind === 'workflow') enterWorkflow(oracle, task, oracle.configuration);
  if (destination.kind === 'queue') enterQueue(oracle, task, destination.queue);
  oracle.unplaced.add(task);
  route(oracle);
}

/** TASK-12, FLOW-11: the same attributes change nothing. */
export function changeAttributes(oracle: Oracle, task: OracleTask, attributes: TaskAttributes): void {
  if (JSON.stringify(attributes) === JSON.stringify(task.attributes)) return;
  task.attributes = attributes;
  tell(oracle, 'task.updated', task.name);
  if (task.configuration !== null && task.place.kind === 'workflow') {
    if (task.status === 'pending') enterWorkflow(oracle, task, task.configuration);
    else if (task.status === 'reserved') task.redrive ??= task.configuration;
  }
  route(oracle);
}

/** TASK-12, TASK-14: sorted anew at once; reservations stay on their channel. */
export function changeSettings(
  oracle: Oracle,
  task: OracleTask,
  settings: Partial<Pick<OracleTask, 'priority' | 'virtualStartTime' | 'channel'>>,
): void {
  const changed = Object.entries(settings).some(([name, value]) => task[name as keyof typeof settings] !== value);
  if (!changed) return;
  Object.assign(task, settings);
  tell(oracle, 'task.updated', task.name);
  oracle.unplaced.add(task);
  route(oracle);
}

/** TASK-6, TASK-11. */
export function cancelTask(oracle: Oracle, task: OracleTask, reason: string): void {
  cancelPending(oracle, task);
  endTask(task, 'canceled');
  tell(oracle, 'task.canceled', task.name, reason);
  route(oracle);
}

/** TASK-5: the reservations follow. */
export function wrapTask(oracle: Oracle, task: OracleTask): void {
  for (const reservation of reservationsOf(oracle, task)) {
    if (reservation.status === 'accepted') wrap(oracle, reservation);
  }
  task.status = 'wrapping';
  tell(oracle, 'task.wrapup', task.name);
  route(oracle);
}

/** TASK-5. */
export function completeTask(oracle: Oracle, task: OracleTask, reason: string): void {
  for (const reservation of reservationsOf(oracle, task).filter(isHeld)) complete(oracle, reservation);
  endTask(task, 'completed');
  tell(oracle, 'task.completed', task.name, reason);
  route(oracle);
}

/** TASK-10. */
export function deleteTask(oracle: Oracle, task: OracleTask): void {
  cancelPending(oracle, task);
  for (const reservation of reservationsOf(oracle, task).filter(isHeld)) complete(oracle, reservation);
  endTask(task, 'deleted');
  tell(oracle, 'task.deleted', task.name);
  route(oracle);
}
