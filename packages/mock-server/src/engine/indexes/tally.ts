import type { TaskStatus } from '@taskbay/protocol';
import type { Task, Worker } from '../records.ts';

/** Tasks of one holder by status. */
type StatusCounts = Record<TaskStatus | 'total', number>;

/** Counters kept by every record change, so that delete constraints and statistics never scan. */
export class Tally {
  private readonly byHolder = new Map<string, StatusCounts>();
  private readonly counts = new Map<string, number>();

  /** Tasks of a queue, workflow or task channel in one status. */
  tasks(holderSid: string, status: TaskStatus): number {
    return this.byHolder.get(holderSid)?.[status] ?? 0;
  }

  /** Workers whose current activity is this one. */
  workersIn(activitySid: string): number {
    return this.counts.get(activitySid) ?? 0;
  }

  /** Pending, accepted and wrapping reservations of a worker. */
  liveReservations(workerSid: string): number {
    return this.counts.get(workerSid) ?? 0;
  }

  replaceTask(before: Task | undefined, after: Task | undefined): void {
    const [from, to] = [before?.status, after?.status];
    this.move(before?.taskQueueSid, from, after?.taskQueueSid, to);
    this.move(before?.workflowSid, from, after?.workflowSid, to);
    this.move(before?.taskChannelSid, from, after?.taskChannelSid, to);
  }

  countWorker(worker: Worker, by: 1 | -1): void {
    this.add(worker.activitySid, by);
  }

  countReservation(workerSid: string, by: 1 | -1): void {
    this.add(workerSid, by);
  }

  private move(
    holderBefore: string | null | undefined,
    before: TaskStatus | undefined,
    holderAfter: string | null | undefined,
    after: TaskStatus | undefined,
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

  private countTask(holderSid: string | null | undefined, status: TaskStatus, by: 1 | -1): void {
    if (holderSid === null || holderSid === undefined) return;
    let counts = this.byHolder.get(holderSid);
    if (counts === undefined) {
      counts = { pending: 0, reserved: 0, assigned: 0, wrapping: 0, completed: 0, canceled: 0, total: 0 };
      this.byHolder.set(holderSid, counts);
    }
    counts[status] += by;
    counts.total += by;
    if (counts.total === 0) this.byHolder.delete(holderSid);
  }

  private add(key: string, by: 1 | -1): void {
    const count = (this.counts.get(key) ?? 0) + by;
    if (count === 0) this.counts.delete(key);
    else this.counts.set(key, count);
  }
}
