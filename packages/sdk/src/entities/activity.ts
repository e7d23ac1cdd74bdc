import type { ActivityRecord } from '../store/records.ts';
import type { Cell } from '../store/table.ts';

/** An activity of the workspace. The object stays the same; what it says is always the newest reading. */
export class Activity {
  readonly #cell: Cell<ActivityRecord>;

  constructor(cell: Cell<ActivityRecord>) {
    this.#cell = cell;
  }

  get sid(): string {
    return this.#cell.record.sid;
  }

  get friendlyName(): string {
    return this.#cell.record.friendlyName;
  }

  /** Whether a worker in this activity gets reservations. */
  get available(): boolean {
    return this.#cell.record.available;
  }

  /** The newest reading, as plain data. */
  toJSON(): ActivityRecord {
    return this.#cell.record;
  }
}
