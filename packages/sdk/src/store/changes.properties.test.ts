import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestedReservation, type ReservationState } from '../../test-support/payloads.ts';
import { decodeReservation, decodeTask } from '../wire/decode.ts';
import { source } from '../wire/fields.ts';
import { RESERVATION_FRAMES } from '../wire/frames.ts';
import { factOf, putChange, type ReservationFactName } from './changes.ts';
import { Ledger } from './ledger.ts';
import { Store } from './store.ts';

const LIFE = ['reservation.created', 'reservation.accepted', 'reservation.wrapup', 'reservation.completed'] as const;

function reading(version: number) {
  const status = RESERVATION_FRAMES[LIFE[version] ?? 'reservation.created'];
  const taskStatus = status === 'completed' ? 'completed' : 'assigned';
  const state: ReservationState = { sid: 'WR1', taskSid: 'WT1', status, taskStatus, version };
  const payload = nestedReservation(state);
  return { record: decodeReservation(source(payload, 'reservation'), 'WT1'), task: decodeTask(payload.task) };
}

describe('frames and answers in any order, any number of times', () => {
  const steps = fc.array(fc.record({ version: fc.nat(3), by: fc.constantFrom('frame', 'answer') }), { minLength: 1 });

  it('end in the newest state; events go out in order, once each, and only for frames', () => {
    fc.assert(
      fc.property(steps, (arrived) => {
        const store = new Store();
        const ledger = new Ledger();
        const told: ReservationFactName[] = [];
        for (const { version, by } of arrived) {
          const { record, task } = reading(version);
          if (by === 'answer') {
            store.putReservation(record, task);
            continue;
          }
          const name = LIFE[version] ?? 'reservation.created';
          const change = { kind: 'reservation', name, record, task } as const;
          putChange(store, change);
          if (factOf(change, ledger) !== undefined) told.push(name);
        }
        const newest = Math.max(...arrived.map(({ version }) => version));
        expect(store.reservations.get('WR1')).toEqual(reading(newest).record);
        expect(store.tasks.get('WT1')).toEqual(reading(newest).task);
        const order = told.map((name) => LIFE.indexOf(name as (typeof LIFE)[number]));
        expect(order).toEqual([...new Set(order)].sort((one, other) => one - other));
        const framed = arrived.filter(({ by }) => by === 'frame').map(({ version }) => version);
        expect(told.length > 0).toBe(framed.length > 0);
        expect(order.at(-1) ?? -1).toBe(Math.max(-1, ...framed));
      }),
    );
  });
});
