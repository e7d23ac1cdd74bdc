import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { Kind, Reading, Records, ReservationRecord, ReservationState } from './records.ts';

/** Ended reservations kept, so that their objects still get the task events that follow the end. */
const ENDED_KEPT = 100;

const LIVE: readonly ReservationState[] = LIVE_RESERVATION_STATUSES;

export function isLive(reservation: ReservationRecord): boolean {
  return LIVE.includes(reservation.status);
}

/** What is known of one object. Entities keep the cell, so they stay readable after the store forgot it. */
export interface Cell<K extends Kind = Kind> {
  readonly kind: K;
  /** The newest reading. */
  record: Records[K];
  /** The same without answers to commands: an answer's event may get lost with its socket. */
  heard?: Records[K] | undefined;
  /** What had been heard when the present socket opened. */
  before?: Records[K] | undefined;
  /** The events of the newest version told of. */
  told?: { readonly version: number; readonly names: readonly string[] } | undefined;
}

/** Everything the SDK knows about one worker, by SID in order of arrival. Frames, replies and reads all enter here. */
export class Store {
  readonly #cells = new Map<string, Cell>();

  cell(sid: string): Cell | undefined {
    return this.#cells.get(sid);
  }

  cells<K extends Kind>(kind: K): Cell<K>[] {
    return ([...this.#cells.values()] as Cell<K>[]).filter((cell) => cell.kind === kind);
  }

  rows<K extends Kind>(kind: K): Records[K][] {
    return this.cells(kind).map(({ record }) => record);
  }

  /**
   * Takes a reading in unless it is outdated; returns what is held then. Fields it does not mention keep their value.
   * `heard`: by a frame or a first read.
   */
  put<K extends Kind>(kind: K, next: Records[K], heard = false): Records[K] {
    const cell = (this.#cells.get(next.sid) ?? { kind, record: next }) as Cell<K>;
    this.#cells.set(next.sid, cell as Cell);
    cell.record = newer(cell.record, next);
    if (heard) cell.heard = newer(cell.heard, next);
    if (kind === 'worker') this.#meetActivity(cell.record as Records['worker']);
    return cell.record;
  }

  delete(sid: string): void {
    this.#cells.delete(sid);
  }

  /** Lets the next reading of every object in: the versions of a server that began a new history say nothing. */
  forgetOrder(): void {
    const forgotten = { version: undefined, dateUpdated: undefined };
    for (const cell of this.#cells.values()) {
      cell.record = { ...cell.record, ...forgotten } as Records[Kind];
      if (cell.heard) cell.heard = { ...cell.heard, ...forgotten } as Records[Kind];
      cell.told = undefined;
    }
  }

  /** Keeps what was heard so far as what was known before. */
  mark(): void {
    for (const cell of this.#cells.values()) cell.before = cell.heard;
  }

  /** Drops the oldest ended reservations, and the tasks and transfers nothing refers to. */
  prune(): void {
    const ended = this.rows('reservation').filter((row) => !isLive(row));
    const excess = ended.slice(0, -ENDED_KEPT);
    for (const { sid } of excess) this.delete(sid);
    if (excess.length === 0) return;
    const referred = new Set(this.rows('reservation').map(({ taskSid }) => taskSid));
    const about: readonly { readonly sid: string; readonly taskSid?: string }[] = [
      ...this.rows('task'),
      ...this.rows('transfer'),
    ];
    for (const { sid, taskSid = sid } of about) if (!referred.has(taskSid)) this.delete(sid);
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

function newer<Row extends Reading>(current: Row | undefined, next: Row): Row {
  if (current === undefined) return next;
  if (isOutdated(current, next)) return current;
  const said = Object.entries(next).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(said) };
}
