import { type Events, Observable } from '../emitter.ts';
import type { ChannelRecord } from '../store/records.ts';
import type { Cell } from '../store/table.ts';

/** Events of a channel, by the names they have on the worker. */
export interface WorkerChannelEvents {
  'capacity.update': WorkerChannel;
  'channel.availability.update': WorkerChannel;
}

/** How many tasks of one kind the worker may hold at a time. */
export class WorkerChannel extends Observable<WorkerChannelEvents> {
  readonly #cell: Cell<ChannelRecord>;

  constructor(cell: Cell<ChannelRecord>, events: Events<WorkerChannelEvents>) {
    super(events);
    this.#cell = cell;
  }

  get sid(): string {
    return this.#cell.record.sid;
  }

  get taskChannelSid(): string {
    return this.#cell.record.taskChannelSid;
  }

  get taskChannelUniqueName(): string {
    return this.#cell.record.taskChannelUniqueName;
  }

  get capacity(): number {
    return this.#cell.record.capacity;
  }

  get available(): boolean {
    return this.#cell.record.available;
  }

  get assignedTasks(): number | null {
    return this.#cell.record.assignedTasks ?? null;
  }

  get availableCapacityPercentage(): number | null {
    return this.#cell.record.availableCapacityPercentage ?? null;
  }

  get lastReservedTime(): Date | null {
    return this.#cell.record.lastReservedTime ?? null;
  }

  get dateUpdated(): Date | null {
    return this.#cell.record.dateUpdated ?? null;
  }

  /** The newest reading, as plain data. */
  toJSON(): ChannelRecord {
    return this.#cell.record;
  }
}
