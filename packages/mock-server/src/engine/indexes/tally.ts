import type { TaskStatus } from '@taskbay/protocol';
import type { Task, Worker } from '../records.ts';

/** Tasks of one holder, by the position of their status, and all of them. Counted by position, not by name, for speed. */
type StatusCounts = [number, number, number, number, number, number, number];

type Position = 0 | 1 | 2 | 3 | 4 | 5;
const TOTAL = 6;

function positionOf(status: TaskStatus): Position {
  switch (status) {
    case 'pending':
      return 0;
    case 'reserved':
      return 1;
    case 'assigned':
      return 2;
    case 'wrapping':
      return 3;
    case 'completed':
      return 4;
    case 'canceled':
      return 5;
  }
}

/** By the SID of the holder. */
type Holders = Map<string, StatusCounts>;

/** Counters kept by every record change, so that delete constraints and statistics never scan. */
export class Tally {
  private readonly byQueue: Holders = new Map();
  private readonly byWorkflow: Holders = new Map();
  private readonly byChannel: Holders = new Map();
  private readonly byActivity = new Map<string, number>();

  /** Tasks of a queue, workflow or task channel in one status. */
  tasks(holderSid: string, status: TaskStatus): number {
    const counts = this.byQueue.get(holderSid) ?? this.byWorkflow.get(holderSid) ?? this.byChannel.get(holderSid);
    return counts?.[positionOf(status)] ?? 0;
  }

  /** Workers whose current activity is this one. */
  workersIn(activitySid: string): number {
    return this.byActivity.get(activitySid) ?? 0;
  }

  replaceTask(before: Task | undefined, after: Task | undefined): void {
    const from = before === undefined ? undefined : positionOf(before.status);
    const to = after === undefined ? undefined : positionOf(after.status);
    move(this.byQueue, before?.taskQueueSid, from, after?.taskQueueSid, to);
    move(this.byWorkflow, before?.workflowSid, from, after?.workflowSid, to);
    move(this.byChannel, before?.taskChannelSid, from, after?.taskChannelSid, to);
  }

  countWorker({ activitySid }: Worker, by: 1 | -1): void {
    const count = this.workersIn(activitySid) + by;
    if (count === 0) this.byActivity.delete(activitySid);
    else this.byActivity.set(activitySid, count);
  }
}

function move(
  holders: Holders,
  holderBefore: string | null | undefined,
  before: Position | undefined,
  holderAfter: string | null | undefined,
  after: Position | undefined,
): void {
  if (holderBefore === holderAfter) {
    if (before === after) return;
    const counts = holderAfter === null || holderAfter === undefined ? undefined : holders.get(holderAfter);
    if (counts !== undefined && before !== undefined && after !== undefined) {
      counts[before] -= 1;
      counts[after] += 1;
      return;
    }
  }
  if (after !== undefined) count(holders, holderAfter, after, 1);
  if (before !== undefined) count(holders, holderBefore, before, -1);
}

function count(holders: Holders, holderSid: string | null | undefined, position: Position, by: 1 | -1): void {
  if (holderSid === null || holderSid === undefined) return;
  let counts = holders.get(holderSid);
  if (counts === undefined) {
    counts = [0, 0, 0, 0, 0, 0, 0];
    holders.set(holderSid, counts);
  }
  counts[position] += by;
  counts[TOTAL] += by;
  if (counts[TOTAL] === 0) holders.delete(holderSid);
}
