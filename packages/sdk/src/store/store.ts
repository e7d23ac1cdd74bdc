import type { Activity } from '../entities/activity.ts';
import type { BaseWorker } from '../entities/base-worker.ts';
import type { Reservation } from '../entities/reservation.ts';
import type { Task } from '../entities/task.ts';
import type { Transfer } from '../entities/transfer.ts';
import type { WorkerChannel } from '../entities/worker-channel.ts';
import type { Fact } from './facts.ts';
import { isLive } from './live.ts';
import type { Reading, Row } from './records.ts';

/** Ended reservations kept, so that their objects still get the task events that follow the end. */
const ENDED_KEPT = 100;

/** The kinds of objects, by the first letters of their SIDs. */
export interface Kinds {
  WK: BaseWorker;
  WA: Activity;
  WC: WorkerChannel;
  WT: Task;
  WR: Reservation;
  TT: Transfer;
}

/** What is known of one object. */
export interface Known {
  /** What the application has of it: always shows the newest reading, also after the store forgot it. */
  readonly object: Row;
  /** The newest reading, but for answers to commands: an answer's event may get lost with its socket. */
  readonly heard: Partial<Row>;
  /** The same when the present socket opened. */
  before: Partial<Row>;
  /** The events of its version that were told. */
  told: string[];
}

/** Everything the SDK knows about one worker, by SID in order of arrival. Frames, replies and reads all enter here. */
export interface Store {
  readonly known: Map<string, Known>;
  /** Makes the object that the application gets to see. */
  readonly make: (row: Row) => object;
}

/** The object of a SID; undefined for what the SDK does not know. */
export function find<K extends keyof Kinds>(store: Store, sid: string | undefined): Kinds[K] | undefined {
  return store.known.get(sid as string)?.object as Kinds[K] | undefined;
}

/** The objects of a kind, in the order in which the SDK came to know them. */
export function all<K extends keyof Kinds>(store: Store, kind: K): Kinds[K][] {
  return [...store.known.values()].flatMap(({ object }) => (object.sid.startsWith(kind) ? [object as Kinds[K]] : []));
}

/** Takes a reading in; returns the object it is of. `heard`: by a frame or a first read. */
export function put(store: Store, row: Row, heard = false): Row {
  const { sid, activitySid = '', activityName, available } = row;
  const { known } = store;
  const one = known.get(sid) ?? { object: store.make(row) as Row, heard: {}, before: {}, told: [] };
  known.set(sid, one);
  renew(one.object, row);
  if (heard) {
    const { version } = one.heard;
    renew(one.heard, row);
    if (version !== one.heard.version) one.told = [];
  }
  // A worker may stand in an activity made since the activities were read; its resource says enough of that one.
  if (activityName && !known.has(activitySid))
    put(store, { sid: activitySid, friendlyName: activityName, available } as Row);
  return one.object;
}

/** Writes a reading over an older one. Fields that it does not mention keep their value; what the class defines stays. */
function renew(target: Partial<Row>, row: Row): void {
  if (isOutdated(target, row)) return;
  for (const [name, value] of Object.entries(row)) {
    if (value !== undefined && !(name in Object.getPrototypeOf(target)))
      (target as Record<string, unknown>)[name] = value;
  }
}

/** Whether `next` is older than what is held: by version, else by update time, else arrival order decides. */
export function isOutdated(current: Partial<Reading>, next: Reading): boolean {
  const key = current.version === undefined || next.version === undefined ? 'dateUpdated' : 'version';
  return (next[key] as number) < (current[key] as number);
}

/**
 * Whether to tell of it; it counts as told from then on. Each event goes out once per (sid, type, version) and never
 * after a newer one of the same object. What has no version is let through in arrival order.
 */
export function isNews(store: Store, { name, row }: Fact): boolean {
  const { sid, version } = row as Row;
  if (version === undefined) return true;
  const { heard, told } = store.known.get(sid) as Known;
  // Older than what was read, though nothing newer was told: a frame that came while the session began.
  if (heard.version !== version) return !told[0];
  return !told.includes(name) && told.push(name) > 0;
}

/** Lets the next reading of every object in: the versions of a server that began a new history say nothing. */
export function forgetOrder(store: Store): void {
  for (const one of store.known.values()) {
    for (const reading of [one.object, one.heard])
      Object.assign(reading, { version: undefined, dateUpdated: undefined });
  }
}

/** Drops the oldest ended reservations, and the tasks and transfers nothing refers to. */
export function prune(store: Store): void {
  const ended = all(store, 'WR')
    .filter((one) => !isLive(one))
    .slice(0, -ENDED_KEPT);
  for (const { sid } of ended) store.known.delete(sid);
  if (ended.length === 0) return;
  const referred = new Set(all(store, 'WR').map(({ taskSid }) => taskSid));
  const about = [...all(store, 'WT'), ...all(store, 'TT')] as Row[];
  for (const { sid, taskSid = sid } of about) if (!referred.has(taskSid)) store.known.delete(sid);
}
