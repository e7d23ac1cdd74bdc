import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import {
  bareReservation,
  channelPayload,
  flattenedReservation,
  nestedReservation,
  OFFLINE,
  type ReservationState,
  restReservation,
  type Spelling,
  workerPayload,
} from '../../test-support/payloads.ts';
import { WK, WS } from '../../test-support/tokens.ts';
import { readyRig, rig } from '../../test-support/worker-under-test.ts';

const OFFER: ReservationState = { sid: 'WR1', taskSid: 'WT1', status: 'pending', taskStatus: 'reserved', version: 0 };
const ACCEPTED: ReservationState = { ...OFFER, status: 'accepted', taskStatus: 'assigned', version: 1 };
const OWN = `Workspaces/${WS}/Workers/${WK}`;
const frame = (spelling: Spelling, state: ReservationState) =>
  spelling === 'v2' ? nestedReservation(state) : flattenedReservation(state);

describe.each(['v1', 'v2'] as const)('reconnecting on %s', (spelling) => {
  const heartbeatMs = spelling === 'v2' ? 30_000 : 60_000;

  it('waits, connects again and says why at each change', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling);
    const changes: string[] = [];
    worker.on('state', ({ state, previous, reason }) => changes.push(`${previous} > ${state}: ${reason}`));
    const disconnections: unknown[] = [];
    worker.on('disconnected', (disconnection) => disconnections.push(disconnection));
    bridge.socket.drop(1012, 'Server state was reset');
    await clock.advance(500);
    expect(changes).toEqual([
      'ready > waiting: socket_closed',
      'waiting > connecting: retry',
      'connecting > starting: socket_opened',
      'starting > ready: synchronised',
    ]);
    expect(disconnections).toEqual([
      { reason: 'socket_closed', message: 'Server state was reset', closeCode: 1012, willReconnect: true },
    ]);
    expect(heard).toEqual(['disconnected', 'connected', 'ready', 'resynced']);
  });

  it('waits longer with each failure, up to a cap, and forgets them once ready', async () => {
    const { worker, bridge, clock } = await readyRig(spelling);
    const delays: (number | undefined)[] = [];
    worker.on('state', ({ state, retryInMs }) => {
      if (state === 'waiting') delays.push(retryInMs);
    });
    bridge.acceptsSockets = false;
    bridge.socket.drop();
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await clock.advance(delays.at(-1) ?? 0);
      bridge.socket.refuse();
      bridge.socket.drop();
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    bridge.acceptsSockets = true;
    await clock.advance(15_000);
    bridge.socket.drop();
    expect(delays.at(-1)).toBe(500);
  });

  it('counts silence as loss, and any frame as a sign of life', async () => {
    const { worker, bridge, clock } = await readyRig(spelling);
    await clock.advance(heartbeatMs - 1);
    bridge.socket.sendText(' ');
    await clock.advance(heartbeatMs - 1);
    expect(worker.state).toBe('ready');
    const reasons: string[] = [];
    worker.on('disconnected', ({ reason }) => reasons.push(reason));
    const silent = bridge.socket;
    await clock.advance(1);
    expect(reasons).toEqual(['heartbeat_lost']);
    expect(silent.closedByClient).toBe(true);
    silent.drop();
    await clock.advance(1000);
    expect(worker.state).toBe('ready');
    expect(bridge.sockets).toHaveLength(2);
  });

  it('keeps objects and listeners, and tells what was missed', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling, {}, (prepared) => {
      prepared.reservations = [
        { ...OFFER, sid: 'WRa', taskSid: 'WTa' },
        { ...OFFER, sid: 'WRb', taskSid: 'WTb' },
        { ...OFFER, sid: 'WRc', taskSid: 'WTc' },
      ];
    });
    const [first, second, third] = [...worker.reservations.values()];
    const own: string[] = [];
    first?.on('accepted', () => own.push('a accepted'));
    second?.on('timeout', () => own.push('b timeout'));
    third?.on('canceled', () => own.push('c canceled'));
    bridge.socket.drop();
    bridge.reservations = [
      { ...ACCEPTED, sid: 'WRa', taskSid: 'WTa' },
      { ...OFFER, sid: 'WRb', taskSid: 'WTb', status: 'timeout', taskStatus: 'pending', version: 1 },
      { ...OFFER, sid: 'WRd', taskSid: 'WTd' },
    ];
    bridge.worker = workerPayload(spelling, { activity_sid: OFFLINE, attributes: '{}' }, 9);
    bridge.channels = [channelPayload(spelling, { configured_capacity: 3 }, 9)];
    const summaries: unknown[] = [];
    worker.on('resynced', (summary) => summaries.push(summary));
    await clock.advance(500);
    expect(heard).toEqual([
      'disconnected',
      'connected',
      'ready',
      'reservation.accepted',
      'reservation.timeout',
      'reservation.created',
      'task.updated',
      'task.updated',
      'capacity.update',
      'activity.update',
      'attributes.update',
      'resynced',
    ]);
    expect(own).toEqual(['a accepted', 'b timeout']);
    expect(summaries).toEqual([{ added: ['WRd'], ended: ['WRb'], gone: ['WRc'] }]);
    expect(third?.status).toBe('unknown');
    expect([...worker.reservations.keys()]).toEqual(['WRa', 'WRd']);
    expect(worker.reservations.get('WRa')).toBe(first);
    bridge.socket.send('reservation.accepted', frame(spelling, { ...ACCEPTED, sid: 'WRa', taskSid: 'WTa' }));
    expect(own).toEqual(['a accepted', 'b timeout']);
  });

  it('tells nothing twice though more than are kept have ended while it reads', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling, {}, (prepared) => {
      prepared.reservations = [OFFER];
    });
    const done = { ...OFFER, status: 'completed', taskStatus: 'completed', version: 3 } as const;
    bridge.socket.drop();
    bridge.reservations = [done];
    const release = bridge.hold(`GET Workspaces/${WS}/Activities`, () => bridge.page('activities', []));
    await clock.advance(500);
    for (let count = 2; count <= 122; count += 1) {
      const one = { ...OFFER, sid: `WR${count}`, taskSid: `WT${count}` };
      bridge.socket.send('reservation.created', frame(spelling, one));
      bridge.socket.send('reservation.timeout', frame(spelling, { ...one, status: 'timeout', version: 1 }));
    }
    bridge.socket.send('reservation.accepted', frame(spelling, ACCEPTED));
    bridge.socket.send('reservation.completed', frame(spelling, done));
    release();
    await settled();
    expect(heard.slice(0, 4)).toEqual(['disconnected', 'connected', 'ready', 'reservation.completed']);
    expect(heard.filter((name) => name === 'reservation.completed')).toHaveLength(1);
    expect(heard).not.toContain('reservation.accepted');
    expect(heard.filter((name) => name === 'reservation.timeout')).toHaveLength(121);
    expect(worker.reservations.size).toBe(0);
  });

  it('tells the event of a command whose frame was lost with the socket', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling, {}, (prepared) => {
      prepared.reservations = [OFFER];
    });
    const done = { ...OFFER, status: 'completed', taskStatus: 'completed', version: 3 } as const;
    const path = spelling === 'v2' ? `${OWN}/Reservations/WR1` : `Workspaces/${WS}/Tasks/WT1/Reservations/WR1`;
    const { task: _task, ...bare } = nestedReservation(done);
    bridge.on(`POST ${path}`, () => ({ payload: bare }));
    const moved = workerPayload(spelling, { activity_sid: OFFLINE }, 1);
    bridge.on(`POST ${OWN}`, () => ({ payload: moved }));
    await worker.reservations.get('WR1')?.complete();
    await worker.updateActivity(OFFLINE);
    bridge.worker = moved;
    bridge.reservations = [done];
    bridge.socket.drop();
    await clock.advance(500);
    const expected = ['reservation.completed', 'task.completed', 'activity.update'];
    expect(heard).toEqual(['disconnected', 'connected', 'ready', ...expected, 'resynced']);
    bridge.socket.send('reservation.completed', frame(spelling, done));
    expect(heard.at(-1)).toBe('resynced');
  });

  it('tells the end that an answer brought, though the server knows the reservation no more', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling, {}, (prepared) => {
      prepared.reservations = [ACCEPTED];
    });
    const reservation = worker.reservations.get('WR1');
    const path = spelling === 'v2' ? `${OWN}/Reservations/WR1` : `Workspaces/${WS}/Tasks/WT1/Reservations/WR1`;
    const done = { ...ACCEPTED, status: 'completed', version: 3 } as const;
    bridge.on(`POST ${path}`, () => ({ payload: spelling === 'v2' ? bareReservation(done) : restReservation(done) }));
    await reservation?.complete();
    const summaries: unknown[] = [];
    worker.on('resynced', (summary) => summaries.push(summary));
    bridge.reservations = [];
    bridge.socket.drop();
    await clock.advance(500);
    expect(reservation?.status).toBe('completed');
    expect(heard).toEqual(['disconnected', 'connected', 'ready', 'reservation.completed', 'resynced']);
    expect(summaries).toEqual([{ added: [], ended: ['WR1'], gone: [] }]);
  });

  it('does not let what was read overwrite what an answer brought meanwhile', async () => {
    const { worker, bridge, clock } = await readyRig(spelling, {}, (prepared) => {
      prepared.reservations = [OFFER];
    });
    const reservation = worker.reservations.get('WR1');
    bridge.socket.drop();
    const release = bridge.hold(`GET Workspaces/${WS}/Activities`, () => bridge.page('activities', []));
    await clock.advance(500);
    const path = spelling === 'v2' ? `${OWN}/Reservations/WR1` : `Workspaces/${WS}/Tasks/WT1/Reservations/WR1`;
    const { task: _task, ...bare } = nestedReservation(ACCEPTED);
    bridge.on(`POST ${path}`, () => ({ payload: bare }));
    await reservation?.accept();
    release();
    await settled();
    expect(worker.state).toBe('ready');
    expect(reservation?.status).toBe('accepted');
  });

  it('follows a server that began a new history', async () => {
    const { worker, bridge, clock } = await readyRig(spelling, {}, (prepared) => {
      prepared.worker = workerPayload(spelling, { attributes: '{"old":1}' }, 50);
      prepared.reservations = [ACCEPTED];
    });
    bridge.socket.drop(1012, 'Server state was reset');
    bridge.worker = workerPayload(spelling, { attributes: '{"fresh":1}' }, 0);
    bridge.reservations = [OFFER];
    await clock.advance(500);
    expect(worker.attributes).toEqual({ fresh: 1 });
    expect(worker.reservations.get('WR1')?.status).toBe('pending');
  });

  it.each([
    [4000, 'session_replaced'],
    [4004, 'worker_deleted'],
  ] as const)('close code %i stops with %s until asked', async (code, reason) => {
    const { worker, bridge, clock } = await readyRig(spelling);
    const reasons: string[] = [];
    worker.on('disconnected', (told) => reasons.push(`${told.reason} ${told.willReconnect}`));
    bridge.socket.drop(code, 'said so');
    await clock.advance(600_000);
    expect(reasons).toEqual([`${reason} false`]);
    expect(bridge.sockets).toHaveLength(1);
    worker.connect();
    await settled();
    expect(worker.state).toBe('ready');
  });

  it('gives a failed handshake up as an error and goes on', async () => {
    const { worker, bridge, clock, heard } = rig(spelling);
    bridge.acceptsSockets = false;
    await settled();
    bridge.socket.refuse();
    expect(heard).toEqual(['error network']);
    bridge.acceptsSockets = true;
    await clock.advance(500);
    expect(worker.state).toBe('ready');
  });
});
