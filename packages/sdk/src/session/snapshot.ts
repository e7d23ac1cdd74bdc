import { TaskbayError } from '../errors.ts';
import type { ActivityRecord, ChannelRecord, ReservationRecord, WorkerRecord } from '../store/records.ts';
import { isLive, type Store } from '../store/store.ts';
import type { DecodedReservation, WireGeneration } from '../wire/wire.ts';
import type { Reader } from './reader.ts';

const FORBIDDEN = 403;

/** What the server said about the worker when a session began. */
export interface Snapshot {
  readonly worker: WorkerRecord;
  readonly activities: readonly ActivityRecord[];
  readonly channels: readonly ChannelRecord[];
  /** The live ones, and those that ended since the last session. */
  readonly reservations: readonly DecodedReservation[];
  /** Live reservations of the last session that the server no longer knows. */
  readonly vanished: readonly ReservationRecord[];
}

/** Reads everything a session starts with. The worker first: it proves the token, and on v1 it opens the session. */
export async function loadSnapshot(
  reader: Reader,
  stores: readonly Store[],
  generation: WireGeneration,
): Promise<Snapshot> {
  const worker = await reader.worker(true);
  const [activities, channels, live] = await Promise.all([
    reader.activities(),
    generation === 'v1' ? channelsIfAllowed(reader) : reader.channels(),
    reader.liveReservations(),
  ]);
  const listed = new Set(live.map((one) => one.reservation.sid));
  const held = stores
    .flatMap((store) => store.reservations.rows())
    .filter((row) => isLive(row) && !listed.has(row.sid));
  const missing = [...new Map(held.map((row) => [row.sid, row])).values()];
  const ended = await Promise.all(missing.map(({ sid }) => reader.reservation(sid)));
  return {
    worker,
    activities,
    channels,
    reservations: [...live, ...ended.filter((one) => one !== undefined)],
    vanished: missing.filter((_, index) => ended[index] === undefined),
  };
}

/** The usual policies of a capability token leave channels out, so a refusal is no failure there. */
async function channelsIfAllowed(reader: Reader): Promise<ChannelRecord[]> {
  try {
    return await reader.channels();
  } catch (error) {
    if (error instanceof TaskbayError && error.status === FORBIDDEN) return [];
    throw error;
  }
}

export function storeSnapshot(store: Store, snapshot: Snapshot): void {
  const listed = new Set(snapshot.activities.map(({ sid }) => sid));
  for (const { sid } of store.activities.rows()) if (!listed.has(sid)) store.activities.delete(sid);
  for (const activity of snapshot.activities) store.activities.put(activity);
  store.putWorker(snapshot.worker);
  for (const channel of snapshot.channels) store.channels.put(channel);
  for (const { reservation, task, transfers } of snapshot.reservations) {
    store.putReservation(reservation, task, transfers);
  }
  for (const row of snapshot.vanished) store.reservations.put({ ...row, status: 'unknown' });
}
