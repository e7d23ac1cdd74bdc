import type { TaskStatus } from '@taskbay/protocol';
import type { Task, Worker } from '../records.ts';

/** Tasks of one holder, by the position of their status, and all of them. Counted by position, not by name, for speed. */
type StatusCounts = [number, number, number, number, number, number, number];

const POSITION = { pending: 0, reserved: 1, assigned: 2, wrapping: 3, completed: 4, canceled: 5 } as const;
const TOTAL = 6;

type Position = (typeof POSITION)[TaskStatus];

/** Counters kept by every record change, so that delete constraints and statistics never scan. */
export class Tally {
  private readonly byHolder = new Map<string, StatusCounts>();
  private readonly byActivity = new Map<string, number>();

  /** Tasks of a queue, workflow or task channel in one status. */
  tasks(holderSid: string, status: TaskStatus): number {
    return this.byHolder.get(holderSid)?.[POSITION[status]] ?? 0;
  }

  /** Workers whose current activity is this one. */
  workersIn(activitySid: string): number {
    return this.byActivity.get(activitySid) ?? 0;
  }

  replaceTask(before: Task | undefined, after: Task | undefined): void {
    const from = before === undefined ? undefined : POSITION[before.status];
    const to = after === undefined ? undefined : POSITION[after.status];
    this.move(before?.taskQueueSid, from, after?.taskQueueSid, to);
    this.move(before?.workflowSid, from, after?.workflowSid, to);
    this.move(before?.taskChannelSid, from, after?.taskChannelSid, to);
  }

  countWorker({ activitySid }: Worker, by: 1 | -1): void {
    const count = this.workersIn(activitySid) + by;
    if (count === 0) this.byActivity.delete(activitySid);
    else this.byActivity.set(activitySid, count);
  }

  private move(
    holderBefore: string | null | undefined,
    before: Position | undefined,
    holderAfter: string | null | undefined,
    after: Position | undefined,
  ): void {
    if (holderBefore === holderAfter) {
      if (before === after) return;
      const counts = holderAfter === null || holderAfter === undefined ? undefined : this.byHolder.get(holderAfter);
      if (counts !== undefined && before !== undefined && after !== undefined) {
        counts[before] -= 1;
        counts[after] += 1;
        return;
      }
    }
    if (after !== undefined) this.countTask(holderAfter, after, 1);
    if (before !== undefined) this.countTask(holderBefore, before, -1);
  }

  private countTask(holderSid: string | null | undefined, position: Position, by: 1 | -1): void {
    if (holderSid === null || holderSid === undefined) return;
    let counts = this.byHolder.get(holderSid);
    if (counts === undefined) {
      counts = [0, 0, 0, 0, 0, 0, 0];
      this.byHolder.set(holderSid, counts);
    }
    counts[position] += by;
    counts[TOTAL] += by;
    if (counts[TOTAL] === 0) this.byHolder.delete(holderSid);
  }
}
