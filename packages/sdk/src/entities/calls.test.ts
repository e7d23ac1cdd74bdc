import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock, settled } from '../../test-support/manual-clock.ts';
import {
  bareReservation,
  IDLE,
  nestedReservation,
  type ReservationState,
  taskPayload,
  workerPayload,
} from '../../test-support/payloads.ts';
import { WK, WS } from '../../test-support/tokens.ts';
import { fakeHost, readyRig, rig, SERVER, tokenFor } from '../../test-support/worker-under-test.ts';
import { BaseSupervisor } from './base-supervisor.ts';
import type { Reservation } from './reservation.ts';

const HELD: ReservationState = { sid: 'WR1', taskSid: 'WT1', status: 'accepted', taskStatus: 'assigned', version: 1 };
const OWN = `Workspaces/${WS}/Workers/${WK}`;

const TRANSFER = {
  sid: 'TT1',
  task_sid: 'WT1',
  date_created: 1_700_000_000,
  date_updated: 1_700_000_000,
  transfer_mode: 'WARM',
  transfer_type: 'WORKER',
  transfer_to: 'WK2',
  transfer_status: 'initiated',
  initiating_reservation_sid: 'WR1',
  initiating_worker_sid: WK,
  initiating_queue_sid: 'WQ1',
  initiating_workflow_sid: 'WW1',
};

async function holding() {
  const made = await readyRig('v2', {}, (bridge) => {
    bridge.reservations = [HELD];
  });
  return { ...made, reservation: made.worker.reservations.get('WR1') as Reservation };
}

describe('call instructions', () => {
  const INSTRUCTIONS: readonly [string, (reservation: Reservation) => Promise<unknown>, object][] = [
    [
      'dequeue',
      (one) => one.dequeue({ from: '+1', record: 'record-from-answer', timeout: 20, postWorkActivitySid: IDLE }),
      { DequeueFrom: '+1', DequeueRecord: 'record-from-answer', DequeueTimeout: 20, DequeuePostWorkActivitySid: IDLE },
    ],
    [
      'call',
      (one) => one.call('+1', 'https://app.test/twiml', { accept: true, to: '+2' }),
      { CallFrom: '+1', CallUrl: 'https://app.test/twiml', CallAccept: true, CallTo: '+2' },
    ],
    [
      'redirect',
      (one) => one.redirect('CA1', 'https://app.test/twiml', { accept: false }),
      { RedirectCallSid: 'CA1', RedirectUrl: 'https://app.test/twiml', RedirectAccept: false },
    ],
    [
      'conference',
      (one) => one.conference({ from: '+1', endConferenceOnExit: true, timeout: 30 }),
      { From: '+1', EndConferenceOnExit: true, Timeout: 30 },
    ],
  ];

  it.each(INSTRUCTIONS)('%s is posted under its REST names', async (instruction, run, params) => {
    const { bridge, reservation } = await holding();
    bridge.on(`POST ${OWN}/Reservations/WR1`, () => ({ payload: bareReservation(HELD) }));
    expect(await run(reservation)).toBe(reservation);
    expect(bridge.requests.at(-1)?.params).toEqual({ Instruction: instruction, ...params });
  });

  const PARTICIPANTS: readonly [string, (reservation: Reservation) => Promise<unknown>, object][] = [
    ['WorkerParticipant', (one) => one.updateParticipant({ mute: true }), { ReservationSid: 'WR1', Mute: true }],
    ['CustomerParticipant', (one) => one.task.holdCustomer(true), { TaskSid: 'WT1', Hold: true }],
    [
      'HoldWorkerParticipant',
      (one) => one.task.hold('WK2', true, { holdUrl: 'https://app.test/music' }),
      { TaskSid: 'WT1', TargetWorkerSid: 'WK2', Hold: true, HoldUrl: 'https://app.test/music' },
    ],
    ['KickWorkerParticipant', (one) => one.task.kick('WK2'), { TaskSid: 'WT1', TargetWorkerSid: 'WK2' }],
  ];

  it.each(PARTICIPANTS)('%s is posted to the worker', async (name, run, params) => {
    const { bridge, reservation } = await holding();
    bridge.on(`POST ${OWN}/${name}`, () => ({ payload: taskPayload('frame', 'WT1', 'assigned', 1) }));
    await run(reservation);
    expect(bridge.requests.at(-1)).toMatchObject({ params, headers: { apiVersion: 'v2' } });
  });
});

describe('transfers', () => {
  it('go out, tell what becomes of them, and can be taken back', async () => {
    const { worker, bridge, reservation } = await holding();
    bridge.on(`POST ${OWN}/Transfers`, () => ({ payload: TRANSFER }));
    const transfer = await reservation.task.transfer('WK2', { mode: 'WARM', priority: 0, attributes: { note: 'vip' } });
    expect(bridge.requests.at(-1)).toMatchObject({
      params: {
        ReservationSid: 'WR1',
        TaskSid: 'WT1',
        To: 'WK2',
        Mode: 'WARM',
        Priority: 0,
        Attributes: { note: 'vip' },
      },
      headers: { apiVersion: 'v2' },
    });
    expect(transfer).toMatchObject({ sid: 'TT1', status: 'initiated', to: 'WK2', taskSid: 'WT1' });
    expect(transfer.failedReason).toBeUndefined();
    expect(reservation.task.transfers).toEqual([transfer]);

    const told: string[] = [];
    worker.on('task.transfer-initiated', (one) => told.push(`worker: initiated ${one === transfer}`));
    worker.on('task.transfer-failed', (one) => told.push(`worker: ${one.status} ${one.failedReason}`));
    transfer.on('transfer-failed', () => told.push('transfer: failed'));
    bridge.socket.send('task.transfer-initiated', TRANSFER);
    const failed = { ...TRANSFER, date_updated: 1_700_000_009, transfer_status: 'failed' };
    bridge.socket.send('task.transfer-failed', { ...failed, transfer_failed_reason: 'rejected' });
    expect(told).toEqual(['worker: initiated true', 'transfer: failed', 'worker: failed rejected']);
    bridge.socket.send('task.transfer-initiated', TRANSFER);
    expect(transfer.status).toBe('failed');

    bridge.on(`POST ${OWN}/Transfers/TT1`, () => ({
      payload: { ...failed, date_updated: 1_700_000_010, transfer_status: 'canceled' },
    }));
    await transfer.cancel();
    expect(bridge.requests.at(-1)?.params).toEqual({ TaskSid: 'WT1', TransferStatus: 'canceled' });
    expect(transfer.status).toBe('canceled');
  });

  it('come in with the reservation that offers them', async () => {
    const { worker, bridge } = await readyRig('v2');
    const offered = new Promise<Reservation>((resolve) => worker.on('reservation.created', resolve));
    const { task_sid: _, ...transfer } = TRANSFER;
    const offer = nestedReservation({ ...HELD, sid: 'WR9', status: 'pending', version: 0 });
    bridge.socket.send('reservation.created', { ...offer, task_transfer: transfer });
    const reservation = await offered;
    expect(reservation.transfer).toMatchObject({ sid: 'TT1', workerSid: WK, mode: 'WARM', taskSid: 'WT1' });
    expect(reservation.task.transfers).toEqual([reservation.transfer]);
  });

  it('need a reservation of the task, and the wire of access tokens', async () => {
    const made = await holding();
    const { task } = made.reservation;
    made.bridge.on(`POST ${OWN}/Reservations/WR1`, () => ({
      payload: bareReservation({ ...HELD, status: 'completed', version: 3 }),
    }));
    await made.reservation.complete();
    await expect(task.transfer('WK2')).rejects.toMatchObject({ code: 'usage' });
    const old = await readyRig('v1', {}, (bridge) => {
      bridge.reservations = [HELD];
    });
    const kept = old.worker.reservations.get('WR1')?.task;
    for (const refused of [kept?.transfer('WK2'), kept?.hold('WK2', true), kept?.kick('WK2')]) {
      await expect(refused).rejects.toMatchObject({ code: 'not_supported_by_token' });
    }
  });
});

describe('ifUnchanged', () => {
  it('is refused before there is a version to compare with, and nothing is sent', async () => {
    const { worker, bridge } = rig('v2');
    bridge.hold(`GET ${OWN}`, () => ({ payload: bridge.worker }));
    await settled();
    expect(worker.version).toBeUndefined();
    const sent = bridge.requests.length;
    await expect(worker.setAttributes({}, { ifUnchanged: true })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('before ready'),
    });
    expect(bridge.requests).toHaveLength(sent);
    await worker.disconnect();
  });

  it('sends the version that the object shows, and reports a conflict', async () => {
    const { worker, bridge, reservation } = await holding();
    bridge.on(`POST ${OWN}/Reservations/WR1`, () => ({ status: 412, body: { code: 20412, message: 'changed' } }));
    bridge.on(`POST ${OWN}`, () => ({ payload: workerPayload('v2', {}, 8) }));
    bridge.on(`POST Workspaces/${WS}/Tasks/WT1`, () => ({ payload: taskPayload('frame', 'WT1', 'assigned', 2) }));
    const sent = () => bridge.requests.at(-1)?.headers['If-Match'];
    await expect(reservation.complete({ ifUnchanged: true })).rejects.toMatchObject({ code: 'conflict', status: 412 });
    expect(sent()).toBe('1');
    expect(reservation.status).toBe('accepted');
    await worker.setAttributes({ a: 1 }, { ifUnchanged: true });
    expect(sent()).toBe('0');
    await worker.updateActivity(IDLE, { ifUnchanged: true });
    expect(sent()).toBe('8');
    await reservation.task.setAttributes({}, { ifUnchanged: true });
    expect(sent()).toBe('1');
    await worker.setAttributes({});
    expect(sent()).toBeUndefined();
  });

  it('is refused where there are no versions', async () => {
    const { worker } = await readyRig('v1');
    await expect(worker.setAttributes({}, { ifUnchanged: true })).rejects.toMatchObject({
      code: 'not_supported_by_token',
    });
  });
});

describe.each(['v1', 'v2'] as const)('createTask on %s', (spelling) => {
  it('makes a task for this worker', async () => {
    const { worker, bridge } = await readyRig(spelling);
    const made = taskPayload(spelling === 'v2' ? 'frame' : 'rest', 'WT7', 'pending');
    bridge.on(`POST Workspaces/${WS}/Tasks`, () => ({ payload: made }));
    const virtualStartTime = new Date(1_700_000_000_500);
    const task = { workflowSid: 'WW1', taskQueueSid: 'WQ1', to: '+2', from: '+1', attributes: { a: 1 } };
    expect(await worker.createTask({ ...task, virtualStartTime, taskChannelUniqueName: 'voice' })).toBe('WT7');
    const attributes = { a: 1, outbound_to: '+2', from: '+1' };
    expect(bridge.requests.at(-1)?.params).toEqual({
      WorkflowSid: 'WW1',
      TaskQueueSid: 'WQ1',
      RoutingTarget: WK,
      Attributes: spelling === 'v2' ? attributes : JSON.stringify(attributes),
      TaskChannelUniqueName: 'voice',
      VirtualStartTime: '2023-11-14T22:13:20Z',
    });
  });

  it('update sends any REST parameter', async () => {
    const { worker, bridge } = await readyRig(spelling);
    bridge.on(`POST ${OWN}`, () => ({ payload: workerPayload(spelling, { friendly_name: 'Bob' }, 1) }));
    await worker.update({ FriendlyName: 'Bob' });
    expect(bridge.requests.at(-1)?.params).toEqual({ FriendlyName: 'Bob' });
    expect(worker.friendlyName).toBe('Bob');
  });
});

describe('Supervisor', () => {
  it('listens in and changes other workers', async () => {
    const clock = new ManualClock();
    const bridge = new FakeBridge('v2');
    const supervisor = new BaseSupervisor(tokenFor('v2', clock), { serverUrl: SERVER }, fakeHost(clock, bridge, []));
    await settled();
    expect(supervisor.state).toBe('ready');
    const last = () => bridge.requests.at(-1)?.params;
    bridge.on(`POST Workspaces/${WS}/Tasks/WT1/Reservations/WR1`, () => ({ payload: bareReservation(HELD) }));
    await supervisor.monitor('WT1', 'WR1', { endConferenceOnExit: false });
    expect(last()).toEqual({
      EndConferenceOnExit: false,
      Instruction: 'supervise',
      Supervisor: WK,
      SupervisorMode: 'monitor',
    });
    bridge.on(`POST Workspaces/${WS}/Workers/WK2`, () => ({ payload: workerPayload('v2', { sid: 'WK2' }) }));
    expect(await supervisor.setWorkerAttributes('WK2', { a: 1 })).toMatchObject({ sid: 'WK2' });
    expect(last()).toEqual({ Attributes: { a: 1 } });
    await supervisor.setWorkerActivity('WK2', IDLE, { rejectPendingReservations: true });
    expect(last()).toEqual({ ActivitySid: IDLE, RejectPendingReservations: true });
    expect(supervisor.friendlyName).toBe('Alice');
    await supervisor.disconnect();
  });
});
