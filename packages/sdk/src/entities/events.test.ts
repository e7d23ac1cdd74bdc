import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import {
  channelPayload,
  flattenedReservation,
  nestedReservation,
  OFFLINE,
  type ReservationState,
  type Spelling,
  taskPayload,
  workerPayload,
} from '../../test-support/payloads.ts';
import { WK } from '../../test-support/tokens.ts';
import { readyRig } from '../../test-support/worker-under-test.ts';
import type { ReservationFactName } from '../store/facts.ts';
import type { ReservationEvents } from './reservation.ts';
import type { TaskEvents } from './task.ts';

function frame(spelling: Spelling, state: ReservationState): object {
  return spelling === 'v2' ? nestedReservation(state) : flattenedReservation(state);
}

const OFFER: ReservationState = { sid: 'WR1', taskSid: 'WT1', status: 'pending', taskStatus: 'reserved', version: 0 };

const ENDS = [
  ['reservation.accepted', 'accepted', 'assigned', true],
  ['reservation.rejected', 'rejected', 'pending', false],
  ['reservation.timeout', 'timeout', 'pending', false],
  ['reservation.canceled', 'canceled', 'canceled', false],
  ['reservation.rescinded', 'rescinded', 'assigned', false],
  ['reservation.wrapup', 'wrapping', 'wrapping', true],
  ['reservation.completed', 'completed', 'completed', false],
] as const;

describe.each(['v1', 'v2'] as const)('events of frames on %s', (spelling) => {
  it('reservation.created brings the reservation with its task', async () => {
    const { worker, bridge, heard } = await readyRig(spelling);
    const told: unknown[] = [];
    worker.on('reservation.created', (reservation) => told.push(reservation));
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    expect(heard).toEqual(['reservation.created']);
    const reservation = worker.reservations.get('WR1');
    expect(told).toEqual([reservation]);
    expect(reservation).toMatchObject({ status: 'pending' });
    expect(reservation?.timeout).toBe(spelling === 'v2' ? 120 : undefined);
    expect(reservation?.task).toMatchObject({ sid: 'WT1', status: 'reserved', priority: 5, queueSid: 'WQ1', age: 3 });
    expect(reservation?.task.dateCreated?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
  });

  it.each(ENDS)('%s is told on the worker and on the reservation', async (name, status, taskStatus, live) => {
    const { worker, bridge, heard } = await readyRig(spelling);
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    const reservation = worker.reservations.get('WR1');
    const own: string[] = [];
    const short = name.slice('reservation.'.length) as keyof ReservationEvents;
    reservation?.on(short, (told) => own.push(told.status));
    bridge.socket.send(name, frame(spelling, { ...OFFER, status, taskStatus, version: 1 }));
    expect(heard).toEqual(['reservation.created', name satisfies ReservationFactName]);
    expect(own).toEqual([status]);
    expect(reservation?.status).toBe(status);
    expect(reservation?.task.status).toBe(taskStatus);
    expect(worker.reservations.has('WR1')).toBe(live);
  });

  it.each([
    ['task.updated', 'assigned'],
    ['task.canceled', 'canceled'],
    ['task.completed', 'completed'],
    ['task.wrapup', 'wrapping'],
  ] as const)('%s reaches the task object, also after its reservation ended', async (name, status) => {
    const { worker, bridge, heard } = await readyRig(spelling);
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    const task = worker.reservations.get('WR1')?.task;
    const own: string[] = [];
    task?.on(name.slice('task.'.length) as keyof TaskEvents, (told) => own.push(told.status));
    const ended = { ...OFFER, status: 'completed', version: 3 } as const;
    bridge.socket.send('reservation.completed', frame(spelling, ended));
    bridge.socket.send(name, taskPayload('frame', 'WT1', status, 4, { reason: 'solved' }));
    expect(heard).toEqual(['reservation.created', 'reservation.completed', name]);
    expect(own).toEqual([status]);
    expect(task).toMatchObject({ status, reason: 'solved' });
  });

  it('worker and channel changes', async () => {
    const { worker, bridge, heard } = await readyRig(spelling);
    const [channel] = worker.channels.values();
    const own: number[] = [];
    channel?.on('capacity.update', (told) => own.push(told.capacity));
    const moved = { activity_sid: OFFLINE, activity_name: 'Offline', available: false };
    bridge.socket.send('worker.activity.update', workerPayload('v2', moved, 1));
    bridge.socket.send('worker.attributes.update', workerPayload('v2', { ...moved, attributes: '{"x":1}' }, 2));
    bridge.socket.send('worker.capacity.update', channelPayload('v2', { configured_capacity: 4 }, 3));
    bridge.socket.send('worker.channel.availability.update', channelPayload('v2', { available: 0 }, 4));
    expect(heard).toEqual(['activity.update', 'attributes.update', 'capacity.update', 'channel.availability.update']);
    expect(worker.activity?.friendlyName).toBe('Offline');
    expect(worker.available).toBe(false);
    expect(worker.attributes).toEqual({ x: 1 });
    expect(own).toEqual([4]);
    expect(channel).toMatchObject({ available: false, assignedTasks: 0 });
  });

  it('a worker in an activity that did not exist at the start', async () => {
    const { worker, bridge } = await readyRig(spelling);
    const lunch = { activity_sid: 'WA9', activity_name: 'Lunch', available: false };
    bridge.socket.send('worker.activity.update', workerPayload('v2', lunch, 1));
    expect(worker.activity).toMatchObject({ sid: 'WA9', friendlyName: 'Lunch', available: false });
    expect(worker.activities.get('WA9')).toBe(worker.activity);
  });

  it('of a task say nothing of a reservation that they name', async () => {
    const { worker, bridge, heard } = await readyRig(spelling);
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    bridge.socket.send(
      'task.updated',
      taskPayload('frame', 'WT1', 'reserved', 1, { reservation_sid: 'WR1', priority: 9 }),
    );
    expect(heard).toEqual(['reservation.created', 'task.updated']);
    expect(worker.reservations.get('WR1')).toMatchObject({ status: 'pending', task: { priority: 9 } });
  });

  it('of another worker leave this one as it is', async () => {
    const { worker, bridge } = await readyRig(spelling);
    bridge.socket.send('worker.activity.update', workerPayload('v2', { sid: 'WK2', friendly_name: 'Bob' }, 9));
    expect(worker).toMatchObject({ sid: WK, friendlyName: 'Alice' });
  });

  it('reservation.failed carries the task and the payload as it came', async () => {
    const { worker, bridge } = await readyRig(spelling);
    const failures: unknown[] = [];
    worker.on('reservation.failed', (failure) => failures.push(failure));
    bridge.socket.send('reservation.failed', { sid: 'WT9', reason: 'no capacity' });
    expect(failures).toEqual([{ taskSid: 'WT9', payload: { sid: 'WT9', reason: 'no capacity' } }]);
  });

  it('says each change once, however often the frame comes', async () => {
    const { bridge, heard } = await readyRig(spelling);
    for (let times = 0; times < 2; times += 1) bridge.socket.send('reservation.created', frame(spelling, OFFER));
    const ended = { ...OFFER, status: 'rejected', version: 1 } as const;
    for (let times = 0; times < 2; times += 1) bridge.socket.send('reservation.rejected', frame(spelling, ended));
    expect(heard).toEqual(['reservation.created', 'reservation.rejected']);
  });

  it('drops a frame that is older than what was told', async () => {
    const { worker, bridge, heard } = await readyRig(spelling);
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    bridge.socket.send(
      'reservation.wrapup',
      frame(spelling, { ...OFFER, status: 'wrapping', taskStatus: 'wrapping', version: 2 }),
    );
    bridge.socket.send(
      'reservation.accepted',
      frame(spelling, { ...OFFER, status: 'accepted', taskStatus: 'assigned', version: 1 }),
    );
    expect(heard).toEqual(['reservation.created', 'reservation.wrapup']);
    expect(worker.reservations.get('WR1')).toMatchObject({ status: 'wrapping' });
    expect(worker.reservations.get('WR1')?.task.status).toBe('wrapping');
  });

  it('goes on after frames it cannot read', async () => {
    const { worker, bridge, heard } = await readyRig(spelling);
    bridge.socket.sendText('not json');
    bridge.socket.sendText('null');
    bridge.socket.sendText(new Uint8Array([1]));
    bridge.socket.send('reservation.created', { reservation_sid: 'WR1', sid: 'WR1' });
    bridge.socket.send('worker.activity.update', null);
    bridge.socket.send('something.new', { sid: 'XX1' });
    bridge.socket.sendText(' ');
    expect(heard).toEqual(Array.from({ length: 5 }, () => 'error protocol'));
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    expect(worker.reservations.size).toBe(1);
  });

  it('takes no notice of event types that it does not know', async () => {
    const { worker, bridge, heard } = await readyRig(spelling);
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    bridge.socket.send('reservation.updated', frame(spelling, { ...OFFER, status: 'canceled', version: 9 }));
    bridge.socket.send('task.created', taskPayload('frame', 'WT1', 'canceled', 9));
    bridge.socket.send('task.transfer-planned', { sid: 'TT1' });
    bridge.socket.send('worker.created', workerPayload('v2', { friendly_name: 'Bob' }, 9));
    bridge.socket.send('worker.channel.created', { sid: 'WC9' });
    expect(heard).toEqual(['reservation.created']);
    expect(worker.friendlyName).toBe('Alice');
    expect(worker.reservations.get('WR1')).toMatchObject({ status: 'pending', task: { status: 'reserved' } });
  });

  it('isolates a listener that throws or rejects', async () => {
    const { worker, bridge, heard, console } = await readyRig(spelling);
    const order: string[] = [];
    worker.on('reservation.created', () => {
      throw new Error('listener bug');
    });
    worker.on('reservation.created', async () => {
      throw new Error('async listener bug');
    });
    worker.on('reservation.created', () => order.push('next listener'));
    worker.on('error', () => {
      throw new Error('bug in the error listener');
    });
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    await settled();
    expect(order).toEqual(['next listener']);
    expect(heard).toEqual(['reservation.created', 'error listener_failed', 'error listener_failed']);
    expect(console).toHaveLength(2);
  });

  it('keeps only so many ended reservations', async () => {
    const { worker, bridge } = await readyRig(spelling);
    bridge.socket.send('reservation.created', frame(spelling, OFFER));
    const first = worker.reservations.get('WR1');
    for (let count = 1; count <= 101; count += 1) {
      const one = { ...OFFER, sid: `WR${count}`, taskSid: `WT${count}` };
      bridge.socket.send('reservation.created', frame(spelling, one));
      bridge.socket.send('reservation.timeout', frame(spelling, { ...one, status: 'timeout', version: 1 }));
    }
    expect(first).toMatchObject({ sid: 'WR1', status: 'timeout' });
    expect(worker.reservations.size).toBe(0);
  });
});
