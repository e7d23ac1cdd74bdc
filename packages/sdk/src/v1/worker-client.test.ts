import { describe, expect, it } from 'vitest';
import { connected, OFFER, OWN, outcome, RESERVATION, type Read, rows } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import {
  flattenedReservation,
  IDLE,
  OFFLINE,
  type ReservationState,
  restReservation,
  taskPayload,
  workerPayload,
} from '../../test-support/payloads.ts';
import { AC, WK, WS } from '../../test-support/tokens.ts';
import { SERVER } from '../../test-support/worker-under-test.ts';
import type { Reservation } from './reservation.ts';

describe('a worker of the old SDK', () => {
  it('connects, is ready, and reads in both generations’ names', async () => {
    const { worker, heard, told } = await connected();
    expect(heard).toEqual(['connected', 'ready']);
    const ready = told.ready as Read;
    expect(ready).toMatchObject({ sid: WK, friendlyName: 'Alice', activityName: 'Idle', activitySid: IDLE });
    expect(ready).toMatchObject({
      accountSid: AC,
      workspaceSid: WS,
      available: true,
      attributes: { languages: ['en'] },
    });
    expect(ready.dateCreated).toBeInstanceOf(Date);
    expect([ready.friendly_name, ready.activity_name, ready.activity_sid]).toEqual(['Alice', 'Idle', IDLE]);
    expect(Object.keys(ready)).not.toContain('friendly_name');
    expect(JSON.parse(JSON.stringify(ready))).not.toHaveProperty('friendly_name');
    expect(ready).not.toBe(worker);
  });

  it('is chainable, and hears worker events under each of their names', async () => {
    const { worker, bridge } = await connected();
    const names: unknown[] = [];
    const listener = (updated: unknown) => names.push((updated as Read).activity_name);
    const chained = worker.on('worker.activity', listener).on('worker.activity.update', listener);
    expect(chained.once('activity.update', listener)).toBe(worker);
    const away = workerPayload('v1', { activity_sid: OFFLINE, activity_name: 'Offline', available: false }, 1);
    bridge.socket.send('worker.activity.update', away);
    expect(names).toEqual(['Offline', 'Offline', 'Offline']);
    worker.removeListener('activity.update', listener);
    expect(worker.listeners('activity.update')).toHaveLength(1);
    worker.removeAllListeners();
    expect(worker.listeners('ready')).toEqual([]);
  });

  it('stops the newest of listeners that are the same', async () => {
    const { worker } = await connected();
    const heard: unknown[] = [];
    const listener = (payload: unknown) => heard.push(payload);
    worker.on('mine', listener).once('mine', listener).removeListener('mine', listener);
    worker.emit('mine', 1);
    worker.emit('mine', 2);
    expect(heard).toEqual([1, 2]);
  });

  it('tells pending offers after every ready, once for each connection, and enters no activity then', async () => {
    const { bridge, clock, heard, told } = await connected((prepared) => {
      prepared.reservations = [OFFER];
    }, OFFLINE);
    expect(heard).toEqual(['connected', 'ready', 'reservation.created']);
    expect(bridge.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(told['reservation.created']).toMatchObject({ sid: 'WR1', reservationStatus: 'pending' });
    bridge.socket.drop();
    await clock.advance(500);
    await settled();
    expect(heard.slice(3)).toEqual(['disconnected', 'connected', 'ready', 'reservation.created']);
    expect(told.disconnected).toEqual({ message: 'Websocket disconnected due to lost connectivity' });
  });

  it('enters the activity of argument 3 when nothing is pending', async () => {
    const { bridge } = await connected(undefined, OFFLINE);
    expect(bridge.requests.at(-1)).toMatchObject({ path: OWN, method: 'POST', params: { ActivitySid: OFFLINE } });
  });

  it('passes on what arguments 4 and 5 say', async () => {
    const { bridge } = await connected(undefined, undefined, OFFLINE, 'true');
    expect(bridge.socket.url).toContain('closeExistingSessions=true');
    expect(bridge.socket.url).toContain(`disconnectActivitySid=${OFFLINE}`);
  });

  it('hands out an offer as reservation and, for 1.0, as task and worker', async () => {
    const { bridge, told } = await connected((prepared) => {
      prepared.reservations = [OFFER];
    });
    const offered = told['reservation.created'] as unknown as Reservation;
    expect(offered.task).toMatchObject({ sid: 'WT1', assignmentStatus: 'reserved', attributes: { type: 'billing' } });
    expect(offered.task.dateCreated).toBeInstanceOf(Date);
    expect([offered.tasksid, offered.reservation_sid, offered.priority, offered.age]).toEqual(['WT1', 'WR1', 5, 3]);
    expect(offered.attributes).toEqual({ type: 'billing' });
    expect(offered.friendly_name).toBe('Alice');
    expect(Object.keys(offered)).not.toContain('attributes');
    offered.task.mine = true;
    bridge.reservations = [{ ...OFFER, status: 'accepted', taskStatus: 'assigned', version: 1 }];
    bridge.on(`GET ${RESERVATION}`, () => ({ status: 404, body: {} }));
    bridge.socket.send('reservation.accepted', flattenedReservation(bridge.reservations[0] as ReservationState));
    await settled();
    expect(told['reservation.accepted']).toMatchObject({ sid: 'WR1', reservationStatus: 'accepted' });
  });

  it('shows 1.0 the worker as it is when the event is told, after what came while it was read', async () => {
    const { worker, bridge } = await connected((prepared) => {
      prepared.reservations = [OFFER];
    });
    const told = new Promise<Reservation>((resolve) => worker.on('reservation.rejected', resolve));
    const release = bridge.hold(`GET ${RESERVATION}`, () => ({ payload: restReservation(OFFER) }));
    bridge.socket.send('reservation.rejected', flattenedReservation({ ...OFFER, status: 'rejected' }));
    const away = workerPayload('v1', { activity_sid: OFFLINE, activity_name: 'Offline', available: false }, 1);
    bridge.socket.send('worker.activity.update', away);
    release();
    expect([(await told).activity_name, (await told).available]).toEqual(['Offline', false]);
  });

  it('reads what many pending offers need a few at a time, and tells them in their order', async () => {
    const offers = Array.from({ length: 20 }, (_, index) => ({ ...OFFER, sid: `WR${index}`, taskSid: `WT${index}` }));
    const { worker, bridge, clock } = await connected();
    bridge.reservations = offers;
    const told: unknown[] = [];
    worker.on('reservation.created', ({ sid, task }) => told.push([sid, task.sid]));
    const asked: (() => void)[] = [];
    worker.on('ready', () => {
      for (const offer of offers) {
        const { sid, taskSid } = offer;
        const task = taskPayload('rest', taskSid, 'reserved');
        const reads = { [`/Reservations/${sid}`]: restReservation(offer), '': task };
        for (const [below, payload] of Object.entries(reads)) {
          bridge.on(`GET Workspaces/${WS}/Tasks/${taskSid}${below}`, async () => {
            await new Promise<void>((resolve) => asked.push(resolve));
            return { payload };
          });
        }
      }
    });
    bridge.socket.drop();
    await clock.advance(500);
    const atOnce: number[] = [];
    while (told.length < offers.length) {
      await settled();
      atOnce.push(asked.length);
      for (const answer of asked.splice(0)) answer();
    }
    expect(Math.max(...atOnce)).toBe(6);
    expect(told).toEqual(offers.map(({ sid, taskSid }) => [sid, taskSid]));
  });

  it('tells without a read what the list of pending offers said', async () => {
    const { worker, bridge, clock, told } = await connected((prepared) => {
      prepared.reservations = [OFFER];
    });
    delete told['reservation.created'];
    worker.setSkipFetchReservation(true);
    bridge.socket.drop();
    await clock.advance(500);
    await settled();
    expect(told['reservation.created']).toMatchObject({ workerName: 'Alice', dateCreated: expect.any(Date) });
  });

  it('reads nothing anew after setSkipFetchReservation(true)', async () => {
    const { worker, bridge, told } = await connected();
    worker.setSkipFetchReservation(true);
    const before = bridge.requests.length;
    bridge.socket.send('reservation.created', flattenedReservation(OFFER));
    await settled();
    expect(told['reservation.created']).toMatchObject({ sid: 'WR1', task: { sid: 'WT1' } });
    expect(bridge.requests).toHaveLength(before);
  });
});

describe('calls of the old SDK', () => {
  it('update takes a name and a value, or parameters, and refuses the rest', async () => {
    const { worker, bridge } = await connected();
    bridge.on(`POST ${OWN}`, () => ({ payload: workerPayload('v1', { friendly_name: 'Bob' }, 1) }));
    const { error, result } = await outcome<Read>((done) => worker.update('FriendlyName', 'Bob', done));
    expect(error).toBeNull();
    expect(result).toMatchObject({ friendlyName: 'Bob' });
    expect((worker as unknown as Read).friendlyName).toBe('Bob');
    await outcome((done) => worker.update({ Attributes: { a: [1] } }, done));
    expect(bridge.requests.at(-1)?.params).toEqual({ Attributes: '{"a":[1]}' });
    await outcome((done) => worker.update({ Skills: ['a'] }, done));
    expect(bridge.requests.at(-1)?.params).toEqual({ Skills: '["a"]' });
    expect(() => worker.update({}, (() => undefined) as never, 'more')).not.toThrow();
    expect(() => worker.update(1)).toThrow('1st argument needs to either be a string or a JSON object');
    expect(() => worker.update('a', 1)).toThrow('2nd argument needs to be a string value');
    expect(() => worker.update({}, 1)).toThrow('2nd argument needs to be a function');
  });

  it('takes null for what is left out, and leaves lists among parameters as they are', async () => {
    const { worker, bridge } = await connected((prepared) => {
      prepared.reservations = [OFFER];
    });
    const { result } = await outcome<Read>((done) => worker.fetchReservations(done as never, null as never));
    expect(rows(result, 'data').map(({ sid }) => sid)).toEqual(['WR1']);
    worker.updateTask('WT1', { Priority: 3 }, null as never);
    await settled();
    expect(bridge.requests.at(-1)).toMatchObject({ path: `Workspaces/${WS}/Tasks/WT1`, params: { Priority: 3 } });
    const statuses = { ReservationStatus: ['pending', 'accepted'] };
    await outcome((done) => worker.fetchReservations(done as never, statuses));
    expect(bridge.requests.filter(({ path }) => path === `${OWN}/Reservations`).at(-1)?.params).toEqual(statuses);
  });

  it('calls back for a task that does not exist, whatever its SID', async () => {
    const { worker } = await connected();
    const { error } = await outcome((done) => worker.completeTask('', done));
    expect(error?.code).toBe(404);
  });

  it('hands out as text what should be JSON and is not', async () => {
    const { worker, bridge } = await connected();
    bridge.on(`POST ${OWN}`, () => ({ payload: workerPayload('v1', { attributes: '{' }, 1) }));
    const { result } = await outcome<Read>((done) => worker.update('FriendlyName', 'Bob', done));
    expect(result?.attributes).toBe('{');
  });

  it('calls back with status and text', async () => {
    const { worker, bridge } = await connected();
    bridge.on(`POST ${OWN}`, () => ({ status: 403, body: { message: 'no policy allows it' } }));
    const { error, result } = await outcome((done) => worker.updateActivity(OFFLINE, done));
    expect(result).toBeNull();
    expect(error?.code).toBe(403);
    expect(error?.message).toContain('no policy allows it');
    expect(error).not.toBeInstanceOf(Error);
    expect(JSON.stringify(error)).toBe('{}');
  });

  it('fetchActivityList answers in both generations’ shapes, activities.fetch by SID too', async () => {
    const { worker, bridge } = await connected();
    bridge.on(`GET Workspaces/${WS}/Activities/${IDLE}`, () => ({ payload: { sid: IDLE, friendly_name: 'Idle' } }));
    const { result: list } = await outcome<Read>((done) => worker.fetchActivityList(done as never));
    expect(list).toMatchObject({ hasNext: false, hasPrevious: false });
    expect(rows(list, 'data').map(({ friendlyName }) => friendlyName)).toEqual(['Idle', 'Offline']);
    expect(rows(list, 'activities').map(({ friendly_name }) => friendly_name)).toEqual(['Idle', 'Offline']);
    const { result: one } = await outcome<Read>((done) => worker.activities.fetch(IDLE, done));
    expect(one).toMatchObject({ sid: IDLE, friendlyName: 'Idle' });
    expect(() => worker.activities.fetch(7)).toThrow('1st argument needs to be either a callback function');
    expect(() => worker.activities.fetch({})).toThrow('2nd argument needs to be a function');
    expect(() => worker.activities.update('WA1', 1)).toThrow(
      '2nd argument needs to either be a string or a JSON object',
    );
    expect(() => worker.activities.update('WA1', 'a', 1)).toThrow('3rd argument needs to be a string value');
    expect(() => worker.activities.update('WA1', {}, 1)).toThrow('3rd argument needs to be a function');
    expect(() => worker.activities.create(1 as never)).toThrow('Arguments need to be object(,function)?');
  });

  it('turns pages', async () => {
    const { worker, bridge } = await connected();
    bridge.on(`GET ${OWN}/Channels`, ({ params }) => ({
      payload: {
        channels: [{ sid: params.Page === '1' ? 'WC2' : 'WC1', worker_sid: WK }],
        meta: {
          key: 'channels',
          page: Number(params.Page ?? 0),
          page_size: 1,
          next_page_url: params.Page === '1' ? null : `${SERVER}/v1/${OWN}/Channels?Page=1&PageSize=1`,
        },
      },
    }));
    const { result: first } = await outcome<Read>((done) => worker.fetchChannels(done as never));
    expect(first).toMatchObject({ page: 0, pageSize: 1, hasNext: true, data: [{ sid: 'WC1', workerSid: WK }] });
    const turn = first?.next as (callback: unknown) => void;
    const { result: second } = await outcome<Read>((done) => turn.call(first, done));
    expect(second).toMatchObject({ page: 1, hasNext: false, data: [{ sid: 'WC2' }] });
    expect(second?.next).toBeUndefined();
  });

  it('fetchReservations hands out reservations that can be answered, completeTask and updateTask act on tasks', async () => {
    const { worker, bridge } = await connected((prepared) => {
      prepared.reservations = [OFFER];
    });
    const { result } = await outcome<Read>((done) =>
      worker.fetchReservations(done as never, { ReservationStatus: 'pending' }),
    );
    const [reservation] = (result?.data ?? []) as Reservation[];
    expect(reservation?.task).toMatchObject({ sid: 'WT1', attributes: { type: 'billing' } });
    bridge.on(`POST Workspaces/${WS}/Tasks/WT1`, () => ({ payload: taskPayload('rest', 'WT1', 'completed') }));
    await outcome((done) => worker.completeTask('WT1', done, 'done'));
    expect(bridge.requests.at(-1)?.params).toEqual({ AssignmentStatus: 'completed', Reason: 'done' });
    await outcome((done) => reservation?.task.complete(done, 'again'));
    expect(bridge.requests.at(-1)?.params).toEqual({ AssignmentStatus: 'completed', Reason: 'again' });
    await outcome((done) => worker.updateTask('WT1', { Priority: 3 }, done));
    expect(bridge.requests.at(-1)?.params).toEqual({ Priority: 3 });
  });
});
