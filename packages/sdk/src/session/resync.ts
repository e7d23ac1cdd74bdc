import type { Fact, FactName } from '../store/facts.ts';
import { isLive } from '../store/live.ts';
import type { Row } from '../store/records.ts';
import { isOutdated, put, type Store } from '../store/store.ts';
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
      const tell = (name: FactName, ...fields: (keyof Row)[]) => {
        if (fields.some(differs)) facts.push({ name, rows: [row] });
      };
      if (kind === 'WR') {
        if (!met && isLive(row)) {
          added.push(sid);
          // One never heard of is introduced first, unless it is over already.
          if (status !== 'pending') tell('reservation.created', 'sid');
        }
        if (isLive(heard) && !isLive(row)) (status === 'unknown' ? gone : ended).push(sid);
        // An end that nobody knows has no event.
        if (isLive(row) || (met && status !== 'unknown'))
          tell(`reservation.${counterpart(status)}` as FactName, 'status');
      } else if (met) {
        const told = (
          ENDINGS.test(status) && differs('status') ? `task.${counterpart(status)}` : 'task.updated'
        ) as FactName;
        if (kind === 'WT') tell(told, 'status', 'version', 'attributes');
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
