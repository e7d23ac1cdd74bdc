import { describe, expect, it } from 'vitest';
import { connected, EXP, OFFER, OWN, outcome, RESERVATION, type Read } from '../../test-support/facade-under-test.ts';
import type { FakeBridge } from '../../test-support/fake-bridge.ts';
import { restReservation, taskPayload, workerPayload } from '../../test-support/payloads.ts';
import { capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import type { Callback } from './bridge.ts';
import type { Entity } from './entity.ts';
import type { Reservation } from './reservation.ts';

const TASK = `Workspaces/${WS}/Tasks/WT1`;

/** A page with an offer, whose server knows the paths of one resource. */
async function offered(path: string, payload: object) {
  const made = await connected((bridge: FakeBridge) => {
    bridge.reservations = [OFFER];
    bridge.on(`GET ${path}`, () => ({ payload }));
    bridge.on(`POST ${path}`, ({ params }) => ({ payload: { ...payload, changed: Object.keys(params) } }));
    bridge.on(`DELETE ${path}`, () => ({ payload: {} }));
  });
  return { ...made, offer: made.told['reservation.created'] as unknown as Reservation };
}

describe('the verbs that every object has', () => {
  it.each([
    ['the client', OWN, workerPayload('v1'), WK, ({ worker }: { worker: Entity }) => worker],
    ['a task', TASK, taskPayload('rest', 'WT1', 'reserved'), 'WT1', ({ offer }: { offer: Reservation }) => offer.task],
    ['a reservation', RESERVATION, restReservation(OFFER), 'WR1', ({ offer }: { offer: Reservation }) => offer],
  ] as const)('fetch, update and delete of %s', async (_, path, payload, sid, pick) => {
    const made = await offered(path, payload);
    const one = pick(made as never) as Entity;
    const read = await outcome<Entity>((done) => one.fetch(done));
    expect([read.error, read.result?.sid, read.result === one]).toEqual([null, sid, false]);
    const changed = await outcome<Entity>((done) => one.update('Priority', '7', done));
    expect([one.changed, changed.result?.changed, changed.result === one]).toEqual([['Priority'], ['Priority'], false]);
    const gone = await outcome<unknown>((done) => one.delete(done as Callback<unknown>));
    expect(gone.error).toBeNull();
    const { bridge } = made;
    const own = bridge.requests.filter((request) => request.path === path).slice(-3);
    expect(own.map(({ method }) => method)).toEqual(['GET', 'POST', 'DELETE']);
  });

  it('updateToken of the client: every later request has the new token, of whatever object', async () => {
    const { worker, bridge, offer } = await offered(TASK, taskPayload('rest', 'WT1', 'reserved'));
    const token = capabilityToken(EXP + 60);
    worker.updateToken(token);
    expect(worker.token).toBe(token);
    await outcome<Entity>((done) => offer.task.fetch(done));
    expect(bridge.requests.at(-1)?.token).toBe(token);
  });
});

describe('figures of the worker', () => {
  it('are fetched with parameters or without, in camelCase', async () => {
    const { worker, bridge } = await connected();
    const cumulative = { reservations_created: 2, activity_durations: [{ friendly_name: 'Idle', avg: 1 }] };
    bridge.on(`GET ${OWN}/Statistics`, () => ({ payload: { worker_sid: WK, cumulative } }));
    const wanted = { reservationsCreated: 2, activityDurations: [{ friendlyName: 'Idle', avg: 1 }] };
    const { result } = await outcome<Read>((done) => worker.statistics.fetch({ Minutes: 5 }, done));
    expect(result).toMatchObject({ workerSid: WK, cumulative: wanted });
    expect(bridge.requests.at(-1)?.params).toEqual({ Minutes: 5 });
    const without = await outcome<Read>((done) => worker.statistics.fetch(done));
    expect(without.result).toEqual(result);
  });
});
