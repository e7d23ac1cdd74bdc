import type { Reading } from './records.ts';

/** Holds the newest reading of one object. Entities keep the cell, so they stay readable after the table forgot it. */
export interface Cell<Row extends Reading> {
  record: Row;
}

/** Whether `next` is older than what is held: by version, else by update time, else arrival order decides. */
export function isOutdated(current: Reading, next: Reading): boolean {
  if (current.version !== undefined && next.version !== undefined) return next.version < current.version;
  const held = current.dateUpdated?.getTime();
  const arrived = next.dateUpdated?.getTime();
  return held !== undefined && arrived !== undefined && arrived < held;
}

/** Cells of one kind by SID, in order of arrival. */
export class Table<Row extends Reading> {
  readonly #cells = new Map<string, Cell<Row>>();

  cell(sid: string): Cell<Row> | undefined {
    return this.#cells.get(sid);
  }

  get(sid: string): Row | undefined {
    return this.#cells.get(sid)?.record;
  }

  /** Takes a reading in unless it is outdated. Fields it does not mention keep their value. */
  put(next: Row): Cell<Row> {
    const cell = this.#cells.get(next.sid);
    if (cell === undefined) {
      const created = { record: next };
      this.#cells.set(next.sid, created);
      return created;
    }
    if (!isOutdated(cell.record, next)) cell.record = merge(cell.record, next);
    return cell;
  }

  delete(sid: string): void {
    this.#cells.delete(sid);
  }

  /** Lets the next reading of every object in, whatever its version. */
  forgetOrder(): void {
    for (const cell of this.#cells.values())
      cell.record = { ...cell.record, version: undefined, dateUpdated: undefined };
  }

  rows(): Row[] {
    return [...this.#cells.values()].map((cell) => cell.record);
  }

  /** The records as they are now; later changes do not show in it. */
  image(): ReadonlyMap<string, Row> {
    return new Map(this.rows().map((row) => [row.sid, row]));
  }
}

function merge<Row extends Reading>(current: Row, next: Row): Row {
  const said = Object.entries(next).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(said) };
}
