import type { TaskStatus } from '@taskbay/protocol';
import type { Task, Worker } from '../records.ts';

type StatusCounts = Map<TaskStatus, number>;

/** How many tasks and workers there are of a kind, so that delete constraints do not scan; but for the first that asks about tasks. */
export class Tally {
  /** By the SID of the queue, workflow or task channel that holds the tasks. Made when somebody first asks, and kept from then on. */
  private holders: Map<string, StatusCounts> | undefined;
  private readonly byActivity = new Map<string, number>();

  /** Tasks of a queue, workflow or task channel in one status. `tasks`: the table, read the first time only. */
  tasks(holderSid: string, status: TaskStatus, tasks: ReadonlyMap<string, Task>): number {
    if (this.holders === undefined) {
      this.holders = new Map();
      for (const task of tasks.values()) countTask(this.holders, task, 1);
    }
    return this.holders.get(holderSid)?.get(status) ?? 0;
  }

  /** Tasks of a queue or workflow that are pending or reserved: what keeps it from being deleted. */
  openTasks(holderSid: string, tasks: ReadonlyMap<string, Task>): number {
    return this.tasks(holderSid, 'pending', tasks) + this.tasks(holderSid, 'reserved', tasks);
  }

  /** Workers whose current activity is this one. */
  workersIn(activitySid: string): number {
    return this.byActivity.get(activitySid) ?? 0;
  }

  replaceTask(before: Task | undefined, after: Task | undefined): void {
    if (this.holders === undefined) return;
    if (after !== undefined) countTask(this.holders, after, 1);
    if (before !== undefined) countTask(this.holders, before, -1);
  }

  countWorker({ activitySid }: Worker, by: 1 | -1): void {
    count(this.byActivity, activitySid, by);
  }
}

function countTask(holders: Map<string, StatusCounts>, task: Task, by: 1 | -1): void {
  for (const holderSid of [task.taskQueueSid, task.workflowSid, task.taskChannelSid]) {
    if (holderSid === null) continue;
    const counts = holders.get(holderSid) ?? new Map<TaskStatus, number>();
    count(counts, task.status, by);
    if (counts.size > 0) holders.set(holderSid, counts);
    else holders.delete(holderSid);
  }
}

function count<K>(counts: Map<K, number>, key: K, by: 1 | -1): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
