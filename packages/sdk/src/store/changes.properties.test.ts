import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestedReservation, type ReservationState } from '../../test-support/payloads.ts';
import { statusOf } from '../wire/frames.ts';
import { decodeReservation } from '../wire/reservations.ts';
import { putChange, putReservation, type ReservationFactName } from './changes.ts';
import { Store } from './store.ts';

const LIFE = ['reservation.created', 'reservation.accepted', 'reservation.wrapup', 'reservation.completed'] as const;

function reading(version: number) {
  const status = statusOf(LIFE[version] ?? 'reservation.created') as ReservationState['status'];
  const taskStatus = status === 'completed' ? 'completed' : 'assigned';
  const state: ReservationState = { sid: 'WR1', taskSid: 'WT1', status, taskStatus, version };
  return decodeReservation(nestedReservation(state));
}

describe('frames and answers in any order, any number of times', () => {
  const steps = fc.array(fc.record({ version: fc.nat(3), by: fc.constantFrom('frame', 'answer') }), { minLength: 1 });

  it('end in the newest state; events go out in order, once each, and only for frames', () => {
    fc.assert(
      fc.property(steps, (arrived) => {
        const store = new Store();
        const told: ReservationFactName[] = [];
        for (const { version, by } of arrived) {
          const read = reading(version);
          if (by === 'answer') {
            putReservation(store, read);
            continue;
          }
          const name = LIFE[version] ?? 'reservation.created';
          const change = { kind: 'reservation', name, record: read.reservation, all: read } as const;
          if (putChange(store, change)) told.push(name);
        }
        const newest = Math.max(...arrived.map(({ version }) => version));
        expect(store.cell('WR1')?.record).toEqual(reading(newest).reservation);
        expect(store.cell('WT1')?.record).toEqual(reading(newest).task);
        const order = told.map((name) => LIFE.indexOf(name as (typeof LIFE)[number]));
        expect(order).toEqual([...new Set(order)].sort((one, other) => one - other));
        const framed = arrived.filter(({ by }) => by === 'frame').map(({ version }) => version);
        expect(told.length > 0).toBe(framed.length > 0);
        expect(order.at(-1) ?? -1).toBe(Math.max(-1, ...framed));
      }),
    );
  });
});
