import { type Api, unlessGone } from '../commands/api.ts';
import type { CallOptions } from '../commands/client.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import { putReservation } from '../store/changes.ts';
import type { ActivityRecord, ChannelRecord } from '../store/records.ts';
import { isLive, isOutdated, type Store } from '../store/store.ts';
import { decode } from '../wire/decode.ts';
import type { DecodedReservation } from '../wire/reservations.ts';

const FORBIDDEN = 403;

export function readActivities(api: Api, options: CallOptions | undefined): Promise<ActivityRecord[]> {
  return api.all('activity', 'Activities', {}, options);
}

export function readChannels(api: Api, options: CallOptions | undefined): Promise<ChannelRecord[]> {
  return api.all('channel', `~/${api.v1 ? 'Channels' : 'WorkerChannels'}`, {}, options);
}

/**
 * Reads everything a session starts with, the worker first: it proves the token, and on v1 it opens the session. Resolves
 * with the function that takes all of it into the store.
 */
export async function readSnapshot(api: Api, store: Store, signal: AbortSignal): Promise<() => void> {
  const attempt: CallOptions = { signal };
  const [known] = store.rows('worker');
  const worker = decode('worker', await api.get('~', attempt));
  const [activities, channels, live] = await Promise.all([
    readActivities(api, attempt),
    readChannels(api, attempt).catch((error) => {
      // The usual policies of a capability token leave channels out, so a refusal is no failure there.
      if (api.v1 && error.status === FORBIDDEN) return [];
      throw error;
    }),
    api.liveReservations(attempt),
  ]);
  const listed = new Set([...live.map(({ reservation }) => reservation.sid), ...activities.map(({ sid }) => sid)]);
  const missing = store
    .cells('reservation')
    .filter(({ record, heard = record }) => (isLive(record) || isLive(heard)) && !listed.has(record.sid));
  const ended = await fewAtATime(missing, async (cell): Promise<DecodedReservation> => {
    const found = await api.reservation(cell.record.sid, attempt).catch(unlessGone);
    const gone: DecodedReservation = {
      // As it is by then: of its end an answer may have told; only its event got lost.
      get reservation() {
        return isLive(cell.record) ? { ...cell.record, status: 'unknown' as const } : cell.record;
      },
      task: undefined,
      transfers: [],
    };
    return found ?? gone;
  });
  return () => {
    // Older than what was known before it was read: the server lost or replaced its state.
    if (known && isOutdated(known, worker)) store.forgetOrder();
    for (const { sid } of store.rows('activity')) if (!listed.has(sid)) store.delete(sid);
    for (const activity of activities) store.put('activity', activity, true);
    store.put('worker', worker, true);
    for (const channel of channels) store.put('channel', channel, true);
    for (const one of [...live, ...ended]) putReservation(store, one, true);
  };
}
