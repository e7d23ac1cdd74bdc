import { type Api, unlessGone } from '../commands/api.ts';
import type { CallOptions } from '../commands/client.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import { isLive } from '../store/live.ts';
import type { ActivityRecord, ChannelRecord, Row } from '../store/records.ts';
import { all, forgetOrder, isOutdated, type Store } from '../store/store.ts';
import { read } from '../wire/read.ts';
import { type Found, resynchronise } from './resync.ts';

const FORBIDDEN = 403;

export function readActivities(api: Api, options: CallOptions | undefined): Promise<ActivityRecord[]> {
  return api.all('Activities', options);
}

export function readChannels(api: Api, options: CallOptions | undefined): Promise<ChannelRecord[]> {
  return api.all(`~/${api.v1 ? 'Channels' : 'WorkerChannels'}`, options);
}

/**
 * Reads everything a session starts with, the worker first: it proves the token, and on v1 it opens the session. Resolves
 * with the function that takes all of it into the store.
 */
export async function readSnapshot(api: Api, store: Store, signal: AbortSignal): Promise<() => Found> {
  const attempt: CallOptions = { signal };
  const known = { ...all(store, 'WK')[0] };
  const worker = read(await api.get('~', attempt));
  const [activities, channels, live] = await Promise.all([
    readActivities(api, attempt),
    readChannels(api, attempt).catch((error) => {
      // The usual policies of a capability token leave channels out, so a refusal is no failure there.
      if (api.v1 && error.status === FORBIDDEN) return [];
      throw error;
    }),
    api.liveReservations(attempt),
  ]);
  const rows: Row[] = [...activities, worker, ...channels, ...live];
  const listed = new Set(rows.map(({ sid }) => sid));
  const missing = all(store, 'WR').filter(
    (one) => (isLive(one) || isLive(store.known.get(one.sid)?.heard ?? {})) && !listed.has(one.sid),
  );
  const ended = await fewAtATime(
    missing,
    async (one): Promise<Row[]> => (await api.reservation(one.sid, attempt).catch(unlessGone)) ?? [one],
  );
  return () => {
    // Older than what was known before it was read: the server lost or replaced its state.
    if (isOutdated(known as Partial<Row>, worker)) forgetOrder(store);
    for (const { sid } of all(store, 'WA')) if (!listed.has(sid)) store.known.delete(sid);
    return resynchronise(store, [...rows, ...ended.flat()]);
  };
}
