import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import {
  bareReservation,
  flattenedReservation,
  IDLE,
  nestedReservation,
  OFFLINE,
  type ReservationState,
  restReservation,
  type Spelling,
  taskPayload,
  workerPayload,
} from '../../test-support/payloads.ts';
import { AC, WK, WS } from '../../test-support/tokens.ts';
import { readyRig } from '../../test-support/worker-under-test.ts';
import type { Reservation } from './reservation.ts';

const OFFER: ReservationState = { sid: 'WR1', taskSid: 'WT1', status: 'pending', taskStatus: 'reserved', version: 0 };
const ACCEPTED: ReservationState = { ...OFFER, status: 'accepted', taskStatus: 'assigned', version: 1 };
const OWN = `Workspaces/${WS}/Workers/${WK}`;

const frame = (spelling: Spelling, state: ReservationState) =>
  spelling === 'v2' ? nestedReservation(state) : flattenedReservation(state);
const answer = (spelling: Spelling, state: ReservationState) =>
  spelling === 'v2' ? bareReservation(state) : restReservation(state);
const reservationPath = (spelling: Spelling) =>
  spelling === 'v2' ? `${OWN}/Reservations/WR1` : `Workspaces/${WS}/Tasks/WT1/Reservations/WR1`;

async function offered(spelling: Spelling) {
  const made = await readyRig(spelling, {}, (bridge) => {
    bridge.reservations = [OFFER];
  });
  const reservation = made.worker.reservations.get('WR1') as Reservation;
  return { ...made, reservation, route: `POST ${reservationPath(spelling)}` };
}

describe.each(['v1', 'v2'] as const)('commands on %s', (spelling) => {
  const taskSpelling = spelling === 'v2' ? 'frame' : 'rest';

  it.each([
    ['accept', 'accepted', (one: Reservation) => one.accept()],
    ['reject', 'rejected', (one: Reservation) => one.reject()],
    ['wrap', 'wrapping', (one: Reservation) => one.wrap()],
    ['complete', 'completed', (one: Reservation) => one.complete()],
  ] as const)('%s posts the status and shows it without an event', async (_, status, verb) => {
    const { bridge, worker, reservation, route, heard } = await offered(spelling);
    bridge.on(route, () => ({ payload: answer(spelling, { ...OFFER, status, version: 1 }) }));
    expect(await verb(reservation)).toBe(reservation);
    expect(bridge.requests.at(-1)).toMatchObject({ method: 'POST', params: { ReservationStatus: status } });
    expect(reservation.status).toBe(status);
    expect(reservation.task.status).toBe('reserved');
    expect(worker.reservations.has('WR1')).toBe(status === 'accepted' || status === 'wrapping');
    expect(heard).toEqual([]);
  });

  it('sends the envelope its server reads', async () => {
    const { bridge, reservation, route } = await offered(spelling);
    bridge.on(route, () => ({ payload: answer(spelling, { ...OFFER, status: 'rejected', version: 1 }) }));
    await reservation.reject({ activitySid: OFFLINE });
    const { token: _token, path: _path, ...sent } = bridge.requests.at(-1) ?? {};
    const base = 'http://bridge.test:8787/v1/';
    expect(sent).toEqual({
      url: `${base}wschannels${spelling === 'v1' ? `/${AC}/${WK}` : ''}`,
      method: 'POST',
      params: { ReservationStatus: 'rejected', WorkerActivitySid: OFFLINE },
      // None on v1, and no content type: what the platform sends for a text needs no preflight.
      headers: spelling === 'v2' ? { clientVersion: '0.0.0', apiVersion: 'v1' } : {},
    });
  });

  it('tells the event once when the answer comes first', async () => {
    const { bridge, reservation, route, heard } = await offered(spelling);
    bridge.on(route, () => ({ payload: answer(spelling, ACCEPTED) }));
    await reservation.accept();
    const own: string[] = [];
    reservation.on('accepted', () => own.push('accepted'));
    bridge.socket.send('reservation.accepted', frame(spelling, ACCEPTED));
    expect(own).toEqual(['accepted']);
    expect(heard).toEqual(['reservation.accepted']);
  });

  it('keeps the newer state when the frame overtakes the answer', async () => {
    const { bridge, reservation, route, heard } = await offered(spelling);
    const release = bridge.hold(route, () => ({ payload: answer(spelling, ACCEPTED) }));
    const accepting = reservation.accept();
    await settled();
    bridge.socket.send('reservation.accepted', frame(spelling, ACCEPTED));
    bridge.socket.send(
      'reservation.canceled',
      frame(spelling, { ...ACCEPTED, status: 'canceled', taskStatus: 'canceled', version: 2 }),
    );
    release();
    await accepting;
    expect(reservation.status).toBe('canceled');
    expect(heard).toEqual(['reservation.accepted', 'reservation.canceled']);
  });

  it('keeps the newer state when answers outrun their frames', async () => {
    const { bridge, reservation, route, heard } = await offered(spelling);
    bridge.on(route, ({ params }) => {
      const status = params.ReservationStatus as 'accepted' | 'wrapping';
      return { payload: answer(spelling, { ...OFFER, status, version: status === 'accepted' ? 1 : 2 }) };
    });
    await reservation.accept();
    await reservation.wrap();
    bridge.socket.send('reservation.accepted', frame(spelling, ACCEPTED));
    expect(reservation.status).toBe('wrapping');
    bridge.socket.send(
      'reservation.wrapup',
      frame(spelling, { ...OFFER, status: 'wrapping', taskStatus: 'wrapping', version: 2 }),
    );
    expect(heard).toEqual(['reservation.accepted', 'reservation.wrapup']);
  });

  it('task commands', async () => {
    const { bridge, reservation, heard } = await offered(spelling);
    const { task } = reservation;
    const path = `Workspaces/${WS}/Tasks/WT1`;
    bridge.on(`POST ${path}`, ({ params }) => {
      const status = (params.AssignmentStatus as 'wrapping' | undefined) ?? 'assigned';
      return { payload: taskPayload(taskSpelling, 'WT1', status, 7, { reason: params.Reason ?? null }) };
    });
    await task.setAttributes({ note: 'é' });
    const attributes = spelling === 'v2' ? { note: 'é' } : '{"note":"é"}';
    expect(bridge.requests.at(-1)?.params).toEqual({ Attributes: attributes });
    expect(await task.wrapUp('call over')).toBe(task);
    expect(bridge.requests.at(-1)?.params).toEqual({ AssignmentStatus: 'wrapping', Reason: 'call over' });
    await task.complete('solved');
    expect(bridge.requests.at(-1)?.params).toEqual({ AssignmentStatus: 'completed', Reason: 'solved' });
    expect(task).toMatchObject({ status: 'completed', reason: 'solved', queueName: 'Support' });
    expect(heard).toEqual([]);
  });

  it('worker commands', async () => {
    const { bridge, worker, heard } = await readyRig(spelling);
    bridge.on(`POST ${OWN}`, ({ params }) => ({
      payload: workerPayload(spelling, { activity_sid: params.ActivitySid ?? IDLE, attributes: '{"a":1}' }, 1),
    }));
    expect(await worker.updateActivity(OFFLINE, { rejectPendingReservations: true })).toBe(worker);
    expect(bridge.requests.at(-1)?.params).toEqual({ ActivitySid: OFFLINE, RejectPendingReservations: true });
    expect(worker.activity?.sid).toBe(OFFLINE);
    await worker.setAttributes({ a: 1 });
    expect(bridge.requests.at(-1)?.params).toEqual({ Attributes: spelling === 'v2' ? { a: 1 } : '{"a":1}' });
    expect(worker.attributes).toEqual({ a: 1 });
    expect(heard).toEqual([]);
  });

  it('reads on request, with the same objects', async () => {
    const { bridge, worker, reservation } = await offered(spelling);
    bridge.reservations = [ACCEPTED];
    expect(await worker.fetchReservations()).toEqual([reservation]);
    expect(reservation.status).toBe('accepted');
    expect((await worker.fetchActivities())[0]).toBe(worker.activities.get(IDLE));
    expect((await worker.fetchChannels())[0]).toBe([...worker.channels.values()][0]);
    await reservation.fetch();
    expect(reservation.workerName).toBe('Alice');
    expect(reservation.dateCreated?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(await reservation.task.fetch()).toBe(reservation.task);
    bridge.reservations = [];
    await expect(reservation.fetch()).rejects.toMatchObject({ code: 'request_refused', status: 404 });
  });

  it('client.request reaches any path and answers with the payload as it came', async () => {
    const { bridge, worker } = await readyRig(spelling);
    bridge.on(`POST Workspaces/${WS}/Tasks`, () => ({ payload: { sid: 'WT5', snake_case: true } }));
    const params = { Attributes: '{}' };
    const made = await worker.client.request({ method: 'POST', path: `Workspaces/${WS}/Tasks`, params });
    expect(made).toEqual({ sid: 'WT5', snake_case: true });
    expect(bridge.requests.at(-1)).toMatchObject({ method: 'POST', params });
  });
});

describe('lists of reservations on v2', () => {
  it('have the form that REST documents for client.request, and another for the session', async () => {
    const { bridge, worker } = await readyRig('v2');
    const path = `Workspaces/${WS}/Workers/${WK}/Reservations`;
    await worker.client.request({ method: 'GET', path });
    const reads = bridge.requests.filter((request) => request.path === path);
    expect(reads.map(({ headers }) => headers.apiVersion)).toEqual(['v2', 'v1']);
  });
});

describe('deleting', () => {
  it('goes through on v1', async () => {
    const { bridge, worker } = await readyRig('v1');
    bridge.on(`DELETE Workspaces/${WS}/Tasks/WT1`, () => ({ payload: null }));
    const request = { method: 'DELETE', path: `Workspaces/${WS}/Tasks/WT1` } as const;
    expect(await worker.client.request(request)).toBeNull();
  });

  it('is no part of the v2 wire', async () => {
    const { worker } = await readyRig('v2');
    const refused = worker.client.request({ method: 'DELETE', path: `Workspaces/${WS}/Tasks/WT1` });
    await expect(refused).rejects.toMatchObject({ code: 'not_supported_by_token' });
  });
});
