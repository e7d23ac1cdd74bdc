import type { Api } from '../commands/api.ts';
import { TaskbayError } from '../errors.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import { putReservation } from '../store/changes.ts';
import type { ActivityRecord, ChannelRecord, ReservationRecord, WorkerRecord } from '../store/records.ts';
import { isLive, type Store } from '../store/store.ts';
import { decode } from '../wire/decode.ts';
import type { DecodedReservation } from '../wire/reservations.ts';

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

export async function readActivities(api: Api, signal: AbortSignal | undefined): Promise<ActivityRecord[]> {
  return (await api.list('Activities', {}, signal)).map((item) => decode('activity', item));
}

export async function readChannels(api: Api, signal: AbortSignal | undefined): Promise<ChannelRecord[]> {
  return (await api.list(`~/${api.wire.channelsResource}`, {}, signal)).map((item) => decode('channel', item));
}

/** Reads everything a session starts with. The worker first: it proves the token, and on v1 it opens the session. */
export async function loadSnapshot(api: Api, stores: readonly Store[], signal: AbortSignal): Promise<Snapshot> {
  const worker = decode('worker', await api.get('~', signal, { opening: true }));
  const [activities, channels, live] = await Promise.all([
    readActivities(api, signal),
    readChannels(api, signal).catch((error: unknown) => {
      // The usual policies of a capability token leave channels out, so a refusal is no failure there.
      if (api.wire.generation === 'v1' && error instanceof TaskbayError && error.status === FORBIDDEN) return [];
      throw error;
    }),
    api.liveReservations(signal),
  ]);
  const listed = new Set(live.map(({ reservation }) => reservation.sid));
  const held = stores
    .flatMap((store) => store.rows('reservation'))
    .filter((row) => isLive(row) && !listed.has(row.sid));
  const missing = [...new Map(held.map((row) => [row.sid, row])).values()];
  const ended = await fewAtATime(missing, ({ sid }) => api.reservation(sid, signal));
  return {
    worker,
    activities,
    channels,
    reservations: [...live, ...ended.filter((one) => one !== undefined)],
    vanished: missing.filter((_, index) => ended[index] === undefined),
  };
}

export function storeSnapshot(store: Store, { worker, activities, channels, reservations, vanished }: Snapshot): void {
  const listed = new Set(activities.map(({ sid }) => sid));
  for (const { sid } of store.rows('activity')) if (!listed.has(sid)) store.delete(sid);
  for (const activity of activities) store.put('activity', activity);
  store.put('worker', worker);
  for (const channel of channels) store.put('channel', channel);
  for (const one of reservations) putReservation(store, one);
  for (const row of vanished) store.put('reservation', { ...row, status: 'unknown' });
}
