import { OrderedSet } from '../ordered-set.ts';
import type { Task } from '../records.ts';

/** A task's place in order of creation. */
export interface Listed {
  readonly sid: string;
  readonly ordinal: number;
}

/** The list of every task; the others go by a queue's SID, a workflow's SID or a status. */
export const ALL_TASKS = 'all';

/**
 * Tasks by queue, by workflow and by status, in order of creation. Made when a list is first asked for, so that nobody
 * pays for lists that nobody reads; kept by every record change from then on.
 */
export class TaskLists {
  private lists: Map<string, OrderedSet<Listed>> | undefined;

  /** `tasks`: the table, read the first time only. Undefined when no task is in the list. */
  list(name: string, tasks: ReadonlyMap<string, Task>): OrderedSet<Listed> | undefined {
    if (this.lists === undefined) {
      this.lists = new Map();
      for (const task of tasks.values()) this.replace(undefined, task);
    }
    return this.lists.get(name);
  }

  replace(before: Task | undefined, after: Task | undefined): void {
    const { lists } = this;
    const task = after ?? before;
    if (lists === undefined || task === undefined) return;
    const listed: Listed = { sid: task.sid, ordinal: task.ordinal };
    move(lists, listed, before && ALL_TASKS, after && ALL_TASKS);
    move(lists, listed, before?.status, after?.status);
    move(lists, listed, before?.taskQueueSid, after?.taskQueueSid);
    move(lists, listed, before?.workflowSid, after?.workflowSid);
  }
}

type Name = string | null | undefined;

function move(lists: Map<string, OrderedSet<Listed>>, listed: Listed, from: Name, to: Name): void {
  if (from === to) return;
  if (typeof from === 'string') {
    const list = lists.get(from);
    list?.delete(listed);
    if (list?.size === 0) lists.delete(from);
  }
  if (typeof to !== 'string') return;
  let list = lists.get(to);
  if (list === undefined) {
    list = new OrderedSet(byCreation);
    lists.set(to, list);
  }
  list.add(listed);
}

function byCreation(a: Listed, b: Listed): number {
  return a.ordinal - b.ordinal;
}
