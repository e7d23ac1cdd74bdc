import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type {
  ActivityRecord,
  ChannelRecord,
  ReservationRecord,
  ReservationState,
  TaskRecord,
  TransferRecord,
  WorkerRecord,
} from './records.ts';
import { Table } from './table.ts';

/** Ended reservations kept, so that their objects still get the task events that follow the end. */
const ENDED_KEPT = 100;

const LIVE: readonly ReservationState[] = LIVE_RESERVATION_STATUSES;

export function isLive(reservation: ReservationRecord): boolean {
  return LIVE.includes(reservation.status);
}

/** Everything the SDK knows about one worker. Frames, replies and reads all enter by the same tables. */
export class Store {
  readonly worker = new Table<WorkerRecord>();
  readonly activities = new Table<ActivityRecord>();
  readonly channels = new Table<ChannelRecord>();
  readonly reservations = new Table<ReservationRecord>();
  readonly tasks = new Table<TaskRecord>();
  readonly transfers = new Table<TransferRecord>();

  /** A worker may stand in an activity made since the activities were read; its resource says enough of that one. */
  putWorker(record: WorkerRecord): void {
    const { activitySid: sid, activityName: friendlyName, available } = this.worker.put(record).record;
    if (friendlyName === undefined || available === undefined || this.activities.get(sid) !== undefined) return;
    this.activities.put({ sid, friendlyName, available });
  }

  putReservation(
    reservation: ReservationRecord,
    task: TaskRecord | undefined,
    transfers: readonly TransferRecord[] = [],
  ): void {
    for (const transfer of transfers) this.transfers.put(transfer);
    if (task !== undefined) this.tasks.put(task);
    this.reservations.put(reservation);
  }

  /** For a server that began a new history: its versions say nothing about those held. */
  forgetOrder(): void {
    for (const table of [this.worker, this.activities, this.channels, this.reservations, this.tasks, this.transfers])
      table.forgetOrder();
  }

  /** Drops the oldest ended reservations and the tasks nothing refers to; returns the SIDs dropped. */
  prune(): string[] {
    const rows = this.reservations.rows();
    const ended = rows.filter((row) => !isLive(row));
    const dropped = new Set(ended.slice(0, Math.max(0, ended.length - ENDED_KEPT)).map((row) => row.sid));
    if (dropped.size === 0) return [];
    for (const sid of dropped) this.reservations.delete(sid);
    const referred = new Set(this.reservations.rows().map((row) => row.taskSid));
    for (const task of this.tasks.rows()) {
      if (referred.has(task.sid)) continue;
      this.tasks.delete(task.sid);
      dropped.add(task.sid);
    }
    for (const transfer of this.transfers.rows()) {
      if (referred.has(transfer.taskSid)) continue;
      this.transfers.delete(transfer.sid);
      dropped.add(transfer.sid);
    }
    return [...dropped];
  }
}
