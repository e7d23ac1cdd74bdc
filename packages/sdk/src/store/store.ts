import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { Kind, Reading, Records, ReservationRecord, ReservationState } from './records.ts';

/** Ended reservations kept, so that their objects still get the task events that follow the end. */
const ENDED_KEPT = 100;

const LIVE: readonly ReservationState[] = LIVE_RESERVATION_STATUSES;

export function isLive(reservation: ReservationRecord): boolean {
  return LIVE.includes(reservation.status);
}

/** Holds the newest reading of one object. Entities keep the cell, so they stay readable after the store forgot it. */
export interface Cell<K extends Kind = Kind> {
  readonly kind: K;
  record: Records[K];
}

/** The readings held at one moment, by SID. */
export type Image = ReadonlyMap<string, Reading>;

/** Everything the SDK knows about one worker, by SID in order of arrival. Frames, replies and reads all enter here. */
export class Store {
  readonly #cells = new Map<string, Cell>();

  cell(sid: string): Cell | undefined {
    return this.#cells.get(sid);
  }

  rows<K extends Kind>(kind: K): Records[K][] {
    const cells = [...this.#cells.values()] as Cell<K>[];
    return cells.filter((cell) => cell.kind === kind).map((cell) => cell.record);
  }

  /** Takes a reading in unless it is outdated; returns what is held then. Fields it does not mention keep their value. */
  put<K extends Kind>(kind: K, next: Records[K]): Records[K] {
    const cell = this.#cells.get(next.sid) as Cell<K> | undefined;
    if (cell === undefined) this.#cells.set(next.sid, { kind, record: next } as Cell);
    else if (!isOutdated(cell.record, next)) cell.record = { ...cell.record, ...said(next) };
    const held = cell?.record ?? next;
    if (kind === 'worker') this.#meetActivity(held as Records['worker']);
    return held;
  }

  delete(sid: string): void {
    this.#cells.delete(sid);
  }

  /** Lets the next reading of every object in: the versions of a server that began a new history say nothing. */
  forgetOrder(): void {
    for (const cell of this.#cells.values()) {
      cell.record = { ...cell.record, version: undefined, dateUpdated: undefined } as Records[Kind];
    }
  }

  /** The records as they are now; later changes do not show in it. */
  image(): Image {
    return new Map([...this.#cells].map(([sid, { record }]) => [sid, record]));
  }

  /** Drops the oldest ended reservations, and the tasks and transfers nothing refers to; returns the SIDs dropped. */
  prune(): string[] {
    const ended = this.rows('reservation').filter((row) => !isLive(row));
    const excess = ended.slice(0, -ENDED_KEPT);
    if (excess.length === 0) return [];
    const dropped = excess.map(({ sid }) => sid);
    for (const sid of dropped) this.delete(sid);
    const referred = new Set(this.rows('reservation').map(({ taskSid }) => taskSid));
    const orphans = [
      ...this.rows('task').filter(({ sid }) => !referred.has(sid)),
      ...this.rows('transfer').filter(({ taskSid }) => !referred.has(taskSid)),
    ].map(({ sid }) => sid);
    for (const sid of orphans) this.delete(sid);
    return [...dropped, ...orphans];
  }

  /** A worker may stand in an activity made since the activities were read; its resource says enough of that one. */
  #meetActivity({ activitySid: sid, activityName: friendlyName, available }: Records['worker']): void {
    if (friendlyName === undefined || available === undefined || this.#cells.has(sid)) return;
    this.put('activity', { sid, friendlyName, available });
  }
}

/** Whether `next` is older than what is held: by version, else by update time, else arrival order decides. */
export function isOutdated(current: Reading, next: Reading): boolean {
  if (current.version !== undefined && next.version !== undefined) return next.version < current.version;
  return Boolean(current.dateUpdated && next.dateUpdated && next.dateUpdated < current.dateUpdated);
}

function said<Row extends Reading>(next: Row): Partial<Row> {
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as Partial<Row>;
}
