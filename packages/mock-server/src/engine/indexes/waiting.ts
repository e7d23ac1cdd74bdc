import type { TaskOrder } from '@taskbay/protocol';
import type { Order } from '../ordered-set.ts';
import { OrderedSet } from '../ordered-set.ts';
import type { Task } from '../records.ts';

/** FIFO: priority first, then the older virtual start; equal ones by creation (BEHAVIOUR: ROUTE-9). */
export function byPriority(a: Task, b: Task): number {
  return b.priority - a.priority || a.virtualStartTime - b.virtualStartTime || a.ordinal - b.ordinal;
}

/** LIFO: the newest virtual start first, whatever the priority. */
export function byNewest(a: Task, b: Task): number {
  return b.virtualStartTime - a.virtualStartTime || b.ordinal - a.ordinal;
}

export function taskOrder(order: TaskOrder): Order<Task> {
  return order === 'LIFO' ? byNewest : byPriority;
}

/** Pending tasks of one queue and channel; open ones suit every member, bound ones must be asked one by one. */
export interface Lane {
  readonly open: OrderedSet<Task>;
  readonly bound: OrderedSet<Task>;
}

/** Owners are queues, or a worker that tasks are routed to directly. */
export class WaitingIndex {
  private readonly owners = new Map<string, Map<string, Lane>>();

  lane(owner: string, taskChannelSid: string): Lane | undefined {
    return this.owners.get(owner)?.get(taskChannelSid);
  }

  *tasks(owner: string): Iterable<Task> {
    for (const lane of this.owners.get(owner)?.values() ?? []) {
      yield* lane.open;
      yield* lane.bound;
    }
  }

  add(owner: string, order: TaskOrder, task: Task): void {
    let lanes = this.owners.get(owner);
    if (lanes === undefined) {
      lanes = new Map();
      this.owners.set(owner, lanes);
    }
    let lane = lanes.get(task.taskChannelSid);
    if (lane === undefined) {
      lane = { open: new OrderedSet(taskOrder(order)), bound: new OrderedSet(taskOrder(order)) };
      lanes.set(task.taskChannelSid, lane);
    }
    (isBound(task) ? lane.bound : lane.open).add(task);
  }

  delete(owner: string, task: Task): void {
    const lanes = this.owners.get(owner);
    const lane = lanes?.get(task.taskChannelSid);
    if (lanes === undefined || lane === undefined) return;
    (isBound(task) ? lane.bound : lane.open).delete(task);
    if (lane.open.size + lane.bound.size > 0) return;
    lanes.delete(task.taskChannelSid);
    if (lanes.size === 0) this.owners.delete(owner);
  }
}

/** Where a pending task waits: the worker it is routed to, else its queue; undefined when it does not wait. */
export function waitingPlace(task: Task): string | undefined {
  if (task.status !== 'pending' || task.step === null) return undefined;
  if (task.step.kind === 'worker') return task.step.workerSid;
  return task.taskQueueSid ?? undefined;
}

/** True when the step accepts only some members of the queue. */
export function isBound(task: Task): boolean {
  const step = task.step;
  if (step?.kind !== 'workflow') return false;
  return step.rule.expression !== undefined || step.rule.knownWorker !== undefined;
}
