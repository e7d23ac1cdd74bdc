import type { TaskOrder } from '@taskbay/protocol';
import type { Order } from '../ordered-set.ts';
import { OrderedSet } from '../ordered-set.ts';
import type { Task } from '../records.ts';
import { BoundTasks, bondOf } from './bound-tasks.ts';

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

/** Pending tasks of one queue and channel: open ones suit every member, bound ones only some. */
export interface Lane {
  readonly open: OrderedSet<Task>;
  readonly bound: BoundTasks;
}

/** Owners are queues, or a worker that tasks are routed to directly. */
export class WaitingIndex {
  private readonly owners = new Map<string, Map<string, Lane>>();
  /** Tasks that are routed to workers. */
  private direct = 0;
  /** What `among` has found, until an owner comes or goes. */
  private found = new WeakMap<ReadonlySet<string>, readonly string[]>();

  lane(owner: string, taskChannelSid: string): Lane | undefined {
    return this.owners.get(owner)?.get(taskChannelSid);
  }

  /** Whether tasks are routed to this very worker. */
  hasDirect(workerSid: string): boolean {
    return this.direct > 0 && this.owners.has(workerSid);
  }

  /** Those of the owners for whom some task waits. The set must not change from call to call. */
  among(owners: ReadonlySet<string>): readonly string[] {
    const known = this.found.get(owners);
    if (known !== undefined) return known;
    const found: string[] = [];
    if (owners.size <= this.owners.size) {
      for (const owner of owners) if (this.owners.has(owner)) found.push(owner);
    } else {
      for (const owner of this.owners.keys()) if (owners.has(owner)) found.push(owner);
    }
    this.found.set(owners, found);
    return found;
  }

  *tasks(owner: string): Iterable<Task> {
    for (const lane of this.owners.get(owner)?.values() ?? []) {
      yield* lane.open;
      yield* lane.bound.all();
    }
  }

  add(owner: string, order: TaskOrder, task: Task): void {
    let lanes = this.owners.get(owner);
    if (lanes === undefined) {
      lanes = new Map();
      this.owners.set(owner, lanes);
      this.found = new WeakMap();
    }
    let lane = lanes.get(task.taskChannelSid);
    if (lane === undefined) {
      lane = { open: new OrderedSet(taskOrder(order)), bound: new BoundTasks(taskOrder(order)) };
      lanes.set(task.taskChannelSid, lane);
    }
    if (task.step?.kind === 'worker') this.direct += 1;
    const bond = bondOf(task);
    if (bond === undefined) lane.open.add(task);
    else lane.bound.add(task, bond);
  }

  delete(owner: string, task: Task): void {
    const lanes = this.owners.get(owner);
    const lane = lanes?.get(task.taskChannelSid);
    if (lanes === undefined || lane === undefined) return;
    if (task.step?.kind === 'worker') this.direct -= 1;
    const bond = bondOf(task);
    if (bond === undefined) lane.open.delete(task);
    else lane.bound.delete(task, bond);
    if (lane.open.size > 0 || !lane.bound.isEmpty) return;
    lanes.delete(task.taskChannelSid);
    if (lanes.size > 0) return;
    this.owners.delete(owner);
    this.found = new WeakMap();
  }
}

/** Where a pending task waits: the worker it is routed to, else its queue; undefined when it does not wait. */
export function waitingPlace(task: Task): string | undefined {
  if (task.status !== 'pending' || task.step === null) return undefined;
  if (task.step.kind === 'worker') return task.step.workerSid;
  return task.taskQueueSid ?? undefined;
}
