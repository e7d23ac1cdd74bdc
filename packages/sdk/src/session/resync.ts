import type { Fact } from '../store/facts.ts';
import { isLive } from '../store/live.ts';
import type { Row } from '../store/records.ts';
import { isOutdated, put, type Store } from '../store/store.ts';
import { counterpart, isFact } from '../wire/frames.ts';
import type { Resync } from './session-event.ts';

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
  const added: string[] = [];
  const ended: string[] = [];
  const gone: string[] = [];
  for (const row of rows) {
    // Of its end an answer may have told; only its event got lost.
    if (put(store, row) === row && isLive(row)) put(store, { sid: row.sid, status: 'unknown' });
  }
  const readings = new Map(rows.map((row) => [row.sid, row]));
  for (const kind of ['WR', 'WT', 'WC', 'WK']) {
    for (const [sid, { heard }] of store.known) {
      const row = readings.get(sid);
      if (!row || !sid.startsWith(kind)) continue;
      const { status = '' } = row;
      const met = heard.sid;
      const differs = (field: keyof Row) =>
        !isOutdated(heard, row) && JSON.stringify(row[field]) !== JSON.stringify(heard[field]);
      const tell = (name: string, ...fields: (keyof Row)[]) => {
        if (isFact(name) && fields.some(differs)) facts.push({ name, rows: [row] });
      };
      if (kind === 'WR') {
        if (!met && isLive(row)) {
          added.push(sid);
          // One never heard of is introduced first, unless it is over already.
          if (status !== 'pending') tell('reservation.created', 'sid');
        }
        if (isLive(heard) && !isLive(row)) (status === 'unknown' ? gone : ended).push(sid);
        if (met || isLive(row)) tell(`reservation.${counterpart(status)}`, 'status');
      } else if (met) {
        const moved = `task.${counterpart(status)}`;
        if (kind === 'WT')
          tell(differs('status') && isFact(moved) ? moved : 'task.updated', 'status', 'version', 'attributes');
        if (kind === 'WC') {
          tell('capacity.update', 'capacity');
          tell('channel.availability.update', 'available');
        }
        if (kind === 'WK') {
          tell('activity.update', 'activitySid');
          tell('attributes.update', 'attributes');
        }
      }
      put(store, row, true);
    }
  }
  return { facts, resync: { added, ended, gone } };
}
