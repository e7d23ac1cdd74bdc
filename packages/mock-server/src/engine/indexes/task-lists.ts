import { byCreation } from '../creation-order.ts';
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
    this.lists ??= made(tasks.values());
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

/** All lists at once: tasks come in order of creation. */
function made(tasks: Iterable<Task>): Map<string, OrderedSet<Listed>> {
  const members = new Map<string, Listed[]>();
  for (const { sid, ordinal, status, taskQueueSid, workflowSid } of tasks) {
    const listed: Listed = { sid, ordinal };
    for (const name of [ALL_TASKS, status, taskQueueSid, workflowSid]) {
      if (name === null) continue;
      const list = members.get(name);
      if (list === undefined) members.set(name, [listed]);
      else list.push(listed);
    }
  }
  const lists = new Map<string, OrderedSet<Listed>>();
  for (const [name, list] of members) lists.set(name, new OrderedSet(byCreation, list));
  return lists;
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
    list = new OrderedSet<Listed>(byCreation);
    lists.set(to, list);
  }
  list.add(listed);
}
