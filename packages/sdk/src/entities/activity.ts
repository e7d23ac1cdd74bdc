import type { ActivityRecord } from '../store/records.ts';
import type { Cell } from '../store/store.ts';
import { show } from './show.ts';

/** An activity of the workspace. The object stays the same; what it says is always the newest reading. */
export class Activity {
  readonly #cell: Cell<'activity'>;
  declare readonly sid: string;
  declare readonly friendlyName: string;
  /** Whether a worker in this activity gets reservations. */
  declare readonly available: boolean;

  constructor(cell: Cell<'activity'>) {
    this.#cell = cell;
    show(this, ['sid', 'friendlyName', 'available'], () => cell.record);
  }

  /** The newest reading, as plain data. */
  toJSON(): ActivityRecord {
    return this.#cell.record;
  }
}
