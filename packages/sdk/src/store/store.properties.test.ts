import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestedReservation, type ReservationState } from '../../test-support/payloads.ts';
import { counterpart } from '../wire/frames.ts';
import { read } from '../wire/read.ts';
import type { FactName } from './facts.ts';
import type { Row } from './records.ts';
import { isNews, put, type Store } from './store.ts';

const LIFE = ['reservation.created', 'reservation.accepted', 'reservation.wrapup', 'reservation.completed'] as const;

/** The readings of a reservation and its task in some version. */
function readings(version: number): Row[] {
  const status = counterpart((LIFE[version] ?? '').replace('reservation.', '')) as ReservationState['status'];
  const taskStatus = status === 'completed' ? 'completed' : 'assigned';
  const rows: Row[] = [];
  read(nestedReservation({ sid: 'WR1', taskSid: 'WT1', status, taskStatus, version }), rows);
  return rows;
}

describe('frames and answers in any order, any number of times', () => {
  const steps = fc.array(fc.record({ version: fc.nat(3), by: fc.constantFrom('frame', 'answer') }), { minLength: 1 });

  it('end in the newest state; events go out in order, once each, and only for frames', () => {
    fc.assert(
      fc.property(steps, (arrived) => {
        const store: Store = { known: new Map(), make: () => ({}) };
        const told: FactName[] = [];
        for (const { version, by } of arrived) {
          const rows = readings(version);
          const name = LIFE[version] ?? 'reservation.created';
          for (const row of rows) put(store, row, by === 'frame');
          if (by === 'frame' && isNews(store, { name, row: rows.at(-1) ?? {}, rows })) told.push(name);
        }
        const newest = Math.max(...arrived.map(({ version }) => version));
        const held = ['WT1', 'WR1'].map((sid) => store.known.get(sid)?.object);
        expect(held).toEqual(readings(newest));
        const order = told.map((name) => LIFE.indexOf(name as (typeof LIFE)[number]));
        expect(order).toEqual([...new Set(order)].sort((one, other) => one - other));
        const framed = arrived.filter(({ by }) => by === 'frame').map(({ version }) => version);
        expect(told.length > 0).toBe(framed.length > 0);
        expect(order.at(-1) ?? -1).toBe(Math.max(-1, ...framed));
      }),
    );
  });
});
