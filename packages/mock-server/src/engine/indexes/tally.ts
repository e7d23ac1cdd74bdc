import type { Reservation, Task, Worker } from '../records.ts';

/** Counters kept by every record change, so that delete constraints and statistics never scan. */
export class Tally {
  private readonly counts = new Map<string, number>();

  /** Tasks of a queue, workflow or task channel in one status. */
  tasks(holderSid: string, status: Task['status']): number {
    return this.counts.get(`${holderSid} ${status}`) ?? 0;
  }

  /** Workers whose current activity is this one. */
  workersIn(activitySid: string): number {
    return this.counts.get(activitySid) ?? 0;
  }

  /** Pending, accepted and wrapping reservations of a worker. */
  liveReservations(workerSid: string): number {
    return this.counts.get(workerSid) ?? 0;
  }

  countTask(task: Task, by: 1 | -1): void {
    if (task.taskQueueSid !== null) this.add(`${task.taskQueueSid} ${task.status}`, by);
    if (task.workflowSid !== null) this.add(`${task.workflowSid} ${task.status}`, by);
    this.add(`${task.taskChannelSid} ${task.status}`, by);
  }

  countWorker(worker: Worker, by: 1 | -1): void {
    this.add(worker.activitySid, by);
  }

  countReservation(reservation: Reservation, by: 1 | -1): void {
    this.add(reservation.workerSid, by);
  }

  private add(key: string, by: 1 | -1): void {
    const count = (this.counts.get(key) ?? 0) + by;
    if (count === 0) this.counts.delete(key);
    else this.counts.set(key, count);
  }
}
