import type { TaskStatus } from '@taskbay/protocol';
import type { EngineEvent } from '../../engine/events.ts';
import { OrderedSet } from '../../engine/ordered-set.ts';
import type { Task } from '../../engine/records.ts';

export const LIVE_TASK_STATUSES = ['pending', 'reserved', 'assigned', 'wrapping'] as const satisfies TaskStatus[];
export type LiveTaskStatus = (typeof LIVE_TASK_STATUSES)[number];

/** Tasks of a workspace, queue or workflow on one task channel. */
interface Group {
  readonly statuses: Record<LiveTaskStatus, number>;
  readonly priorities: Map<number, number>;
  /** Pending and reserved ones, the oldest first; in a queue also by when they entered it. */
  readonly waiting: OrderedSet<Task>;
  readonly entered: OrderedSet<Task>;
}

/** What is going on now. */
export interface LiveSummary {
  readonly statuses: Readonly<Record<LiveTaskStatus, number>>;
  readonly priorities: ReadonlyMap<number, number>;
  /** Longest waiting since its creation, and since its entry into the queue. */
  readonly oldest: Task | undefined;
  readonly firstEntered: Task | undefined;
}

/** Live tasks counted by workspace, queue and workflow, and who waits longest; kept up by the events of each command. */
export class LiveTasks {
  private readonly workspaceSid: string;
  private readonly tasks = new Map<string, Task>();
  private readonly groups = new Map<string, Map<string, Group>>();

  constructor(workspaceSid: string, tasks: Iterable<Task>) {
    this.workspaceSid = workspaceSid;
    for (const task of tasks) this.replace(task.sid, task);
  }

  /** Every change of a task has an event that shows the task as it is afterwards. */
  apply({ type, resourceSid, subject }: EngineEvent): void {
    if (type === 'task.deleted' || type === 'task.system-deleted' || type === 'taskbay.task.removed') {
      this.replace(resourceSid, undefined);
    } else if (subject.task !== undefined) this.replace(subject.task.sid, subject.task);
  }

  summary(holder: string, taskChannelSid?: string): LiveSummary {
    const statuses = { pending: 0, reserved: 0, assigned: 0, wrapping: 0 };
    const priorities = new Map<number, number>();
    let oldest: Task | undefined;
    let firstEntered: Task | undefined;
    for (const [channel, group] of this.groups.get(holder) ?? []) {
      if (taskChannelSid !== undefined && taskChannelSid !== channel) continue;
      for (const status of LIVE_TASK_STATUSES) statuses[status] += group.statuses[status];
      for (const [priority, count] of group.priorities)
        priorities.set(priority, (priorities.get(priority) ?? 0) + count);
      oldest = earlier(byCreation, oldest, group.waiting.first());
      firstEntered = earlier(byEntry, firstEntered, group.entered.first());
    }
    return { statuses, priorities, oldest, firstEntered };
  }

  private replace(sid: string, after: Task | undefined): void {
    const before = this.tasks.get(sid);
    if (before === after) return;
    if (before !== undefined) this.count(before, -1);
    const live = after !== undefined && isLive(after.status) ? after : undefined;
    if (live === undefined) this.tasks.delete(sid);
    else {
      this.tasks.set(sid, live);
      this.count(live, 1);
    }
  }

  private count(task: Task, by: 1 | -1): void {
    for (const holder of [this.workspaceSid, task.workflowSid, task.taskQueueSid]) {
      if (holder === null) continue;
      const group = this.groupOf(holder, task.taskChannelSid);
      group.statuses[task.status as LiveTaskStatus] += by;
      const priority = (group.priorities.get(task.priority) ?? 0) + by;
      if (priority === 0) group.priorities.delete(task.priority);
      else group.priorities.set(task.priority, priority);
      if (task.status !== 'pending' && task.status !== 'reserved') continue;
      change(group.waiting, task, by);
      if (holder === task.taskQueueSid) change(group.entered, task, by);
    }
  }

  private groupOf(holder: string, taskChannelSid: string): Group {
    let channels = this.groups.get(holder);
    if (channels === undefined) {
      channels = new Map();
      this.groups.set(holder, channels);
    }
    let group = channels.get(taskChannelSid);
    if (group === undefined) {
      group = {
        statuses: { pending: 0, reserved: 0, assigned: 0, wrapping: 0 },
        priorities: new Map(),
        waiting: new OrderedSet(byCreation),
        entered: new OrderedSet(byEntry),
      };
      channels.set(taskChannelSid, group);
    }
    return group;
  }
}

function change(set: OrderedSet<Task>, task: Task, by: 1 | -1): void {
  if (by === 1) set.add(task);
  else set.delete(task);
}

function isLive(status: TaskStatus): status is LiveTaskStatus {
  return (LIVE_TASK_STATUSES as readonly string[]).includes(status);
}

function byCreation(a: Task, b: Task): number {
  return a.dateCreated - b.dateCreated || a.ordinal - b.ordinal;
}

function byEntry(a: Task, b: Task): number {
  return (a.taskQueueEnteredDate ?? 0) - (b.taskQueueEnteredDate ?? 0) || a.ordinal - b.ordinal;
}

function earlier(order: (a: Task, b: Task) => number, a: Task | undefined, b: Task | undefined): Task | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return order(b, a) < 0 ? b : a;
}
