import type { Fact, FactName } from '../store/facts.ts';
import { isLive } from '../store/live.ts';
import type { Row } from '../store/records.ts';
import { find, put, type Store } from '../store/store.ts';
import { counterpart } from '../wire/frames.ts';
import type { Resync } from './session-event.ts';

/** Statuses of tasks that have an event of their own. */
const ENDINGS = /wrapping|completed|canceled/;

/** What was found changed after an outage: its events, in the order in which the server would have sent them, and in short. */
export interface Found {
  readonly facts: readonly Fact[];
  readonly resync: Resync;
}

/**
 * Takes in what was read after a socket opened, and compares it with what was heard before. A reservation that the server
 * no longer knows stands for itself among the readings.
 */
export function resynchronise(store: Store, rows: readonly Row[]): Found {
  const facts: Fact[] = [];
  const resync = { added: [] as string[], ended: [] as string[], gone: [] as string[] };
  for (const one of store.known.values()) one.before = { ...one.heard };
  for (const row of rows) {
    // Of its end an answer may have told; only its event got lost.
    const lost = find(store, row.sid) === row && isLive(row);
    put(store, lost ? { sid: row.sid, status: 'unknown' } : row, true);
  }
  for (const kind of ['WR', 'WT', 'WC', 'WK']) {
    for (const { heard, before } of store.known.values()) {
      const { sid = '', status = '' } = heard;
      if (!sid.startsWith(kind)) continue;
      const differs = (field: keyof Row) => JSON.stringify(heard[field]) !== JSON.stringify(before[field]);
      const tell = (name: string, ...fields: (keyof Row)[]) => {
        if (fields.some(differs)) facts.push({ name: name as FactName, row: heard, rows: [] });
      };
      if (kind === 'WR') {
        const live = isLive(heard);
        const unknown = status === 'unknown';
        if (live !== isLive(before)) resync[live ? 'added' : unknown ? 'gone' : 'ended'].push(sid);
        // One never heard of is introduced first, unless it is over already. An end that nobody knows has no event.
        if (live && status !== 'pending') tell('reservation.created', 'sid');
        if (live || (before.sid && !unknown)) tell(`reservation.${counterpart(status)}`, 'status');
      } else if (before.sid) {
        const moved = ENDINGS.test(status) && differs('status');
        if (kind === 'WT') tell(`task.${moved ? counterpart(status) : 'updated'}`, 'status', 'version', 'attributes');
        else {
          tell('activity.update', 'activitySid');
          tell('attributes.update', 'attributes');
          tell('capacity.update', 'capacity');
          if (kind === 'WC') tell('channel.availability.update', 'available');
        }
      }
    }
  }
  return { facts, resync };
}
