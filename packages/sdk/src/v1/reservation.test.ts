import { describe, expect, it } from 'vitest';
import { connected, OFFER, outcome, RESERVATION } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { IDLE, restReservation, taskPayload } from '../../test-support/payloads.ts';
import { WS } from '../../test-support/tokens.ts';
import type { Task } from './entity.ts';
import type { Reservation } from './reservation.ts';

describe('verbs of a reservation, as pages call them', () => {
  const nothing = () => undefined;
  const CALLS: readonly [string, (one: Reservation) => void, object][] = [
    ['accept()', (one) => one.accept(), { ReservationStatus: 'accepted' }],
    ['reject()', (one) => one.reject(), { ReservationStatus: 'rejected' }],
    ['reject(callback)', (one) => one.reject(nothing), { ReservationStatus: 'rejected' }],
    [
      'reject(sid, callback)',
      (one) => one.reject(IDLE, nothing),
      { ReservationStatus: 'rejected', WorkerActivitySid: IDLE },
    ],
    [
      'conference with holes and options',
      (one) => one.conference(null, null, null, null, null, { EndConferenceOnExit: true, From: '+1' }),
      {
        Instruction: 'conference',
        From: '+1',
        PostWorkActivitySid: null,
        Timeout: null,
        To: null,
        EndConferenceOnExit: true,
      },
    ],
    [
      'conference(from, …, callback, options)',
      (one) => one.conference('+1', undefined, 30, undefined, nothing, { Record: true }),
      { Instruction: 'conference', From: '+1', Timeout: 30, Record: true },
    ],
    [
      'conference with a list of events, which travels as one',
      (one) => one.conference('+1', null, 30, null, null, { ConferenceStatusCallbackEvent: ['start', 'end'] }),
      {
        Instruction: 'conference',
        From: '+1',
        PostWorkActivitySid: null,
        Timeout: 30,
        To: null,
        ConferenceStatusCallbackEvent: ['start', 'end'],
      },
    ],
    [
      'call(null, url, null, true)',
      (one) => one.call(null, 'https://app.test/', null, true),
      {
        Instruction: 'call',
        CallFrom: null,
        CallUrl: 'https://app.test/',
        CallStatusCallbackUrl: null,
        CallAccept: true,
      },
    ],
    [
      'redirect',
      (one) => one.redirect('CA1', 'https://app.test/', 'true', nothing),
      { Instruction: 'redirect', RedirectCallSid: 'CA1', RedirectUrl: 'https://app.test/', RedirectAccept: 'true' },
    ],
    [
      'dequeue with the callback one place early',
      (one) => one.dequeue('+1', IDLE, 'do-not-record', '30', 'https://app.test/', 'answered', nothing),
      {
        Instruction: 'dequeue',
        DequeueFrom: '+1',
        DequeuePostWorkActivitySid: IDLE,
        DequeueRecord: 'do-not-record',
        DequeueTimeout: '30',
        DequeueStatusCallbackUrl: 'https://app.test/',
        DequeueStatusCallbackEvent: 'answered',
      },
    ],
  ];

  it.each(CALLS)('%s', async (_, run, params) => {
    const { bridge, told } = await connected((prepared) => {
      prepared.reservations = [OFFER];
      prepared.on(`POST ${RESERVATION}`, () => ({ payload: restReservation({ ...OFFER, status: 'accepted' }) }));
    });
    const offered = told['reservation.created'] as unknown as Reservation;
    expect(run(offered)).toBeUndefined();
    await settled();
    const posted = bridge.requests.filter(({ method }) => method === 'POST');
    expect(posted.map((request) => [request.path, request.params])).toEqual([[RESERVATION, params]]);
  });

  it('are on what fetch(callback) hands out too', async () => {
    const { bridge, told } = await connected((prepared) => {
      prepared.reservations = [OFFER];
      prepared.on(`POST ${RESERVATION}`, () => ({ payload: restReservation({ ...OFFER, status: 'rejected' }) }));
    });
    const offered = told['reservation.created'] as unknown as Reservation;
    const { result } = await outcome<Reservation>((done) => offered.fetch(done as never));
    expect(result).toMatchObject({ sid: 'WR1', task: { sid: 'WT1' } });
    result?.reject();
    await settled();
    expect(bridge.requests.at(-1)).toMatchObject({ path: RESERVATION, params: { ReservationStatus: 'rejected' } });
  });

  it('accept(callback) hands out the reservation with its task as it is then', async () => {
    const { told } = await connected((prepared) => {
      prepared.reservations = [OFFER];
      prepared.on(`POST ${RESERVATION}`, () => {
        prepared.reservations = [{ ...OFFER, status: 'accepted', taskStatus: 'assigned', version: 1 }];
        return { payload: restReservation({ ...OFFER, status: 'accepted' }) };
      });
    });
    const offered = told['reservation.created'] as unknown as Reservation;
    const { result } = await outcome<Reservation>((done) => offered.accept(done));
    expect(result).toMatchObject({ reservationStatus: 'accepted', task: { assignmentStatus: 'assigned' } });
  });

  it('accept(callback) calls back once the server took it, though the task cannot be read then', async () => {
    const { told, bridge } = await connected((prepared) => {
      prepared.reservations = [OFFER];
      prepared.on(`POST ${RESERVATION}`, () => ({ payload: restReservation({ ...OFFER, status: 'accepted' }) }));
    });
    bridge.on(`GET Workspaces/${WS}/Tasks/WT1`, () => ({ status: 404, body: {} }));
    const offered = told['reservation.created'] as unknown as Reservation;
    const { error, result } = await outcome<Reservation>((done) => offered.accept(done));
    expect(error).toBeNull();
    expect(result).toMatchObject({ reservationStatus: 'accepted', task: { sid: 'WT1' } });
  });

  it('that failed has no SID, and the task that found no worker', async () => {
    const { worker, bridge } = await connected();
    const told: unknown[] = [];
    worker.on('reservation.failed', ({ sid, tasksid, task }) => told.push([sid, tasksid, task]));
    bridge.socket.send('reservation.failed', { ...taskPayload('frame', 'WT1', 'canceled'), reason: 'no worker' });
    const task = { sid: 'WT1', assignmentStatus: 'canceled', reason: 'no worker', attributes: { type: 'billing' } };
    expect(told).toMatchObject([[undefined, 'WT1', task]]);
    expect((told as [[unknown, unknown, Task]])[0][2].complete).toBeTypeOf('function');
    bridge.socket.send('reservation.failed', null);
    expect(told).toHaveLength(2);
  });
});
