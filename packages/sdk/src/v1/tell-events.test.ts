import { describe, expect, it } from 'vitest';
import { connected, OFFER, RESERVATION, type Read } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import {
  channelPayload,
  flattenedReservation,
  OFFLINE,
  type ReservationState,
  restReservation,
  taskPayload,
  workerPayload,
} from '../../test-support/payloads.ts';
import { capabilityToken, WK } from '../../test-support/tokens.ts';

const CHANNEL = 'WC00000000000000000000000000000001';

/** A page whose worker holds an offer, and the arguments that one event came with. */
async function listening(name: string) {
  const made = await connected((prepared) => {
    prepared.reservations = [OFFER];
  });
  const told: Read[] = [];
  made.worker.on(name, (...given) => told.push({ given: given.length, ...(given[0] as Read) }));
  return { ...made, one: told };
}

describe('an event of the old SDK', () => {
  it.each([
    ['activity.update', workerPayload('v1', { activity_sid: OFFLINE }, 1), { sid: WK, activitySid: OFFLINE }],
    ['attributes.update', workerPayload('v1', { attributes: '{"a":1}' }, 1), { sid: WK, attributes: { a: 1 } }],
    ['capacity.update', channelPayload('v1', { configured_capacity: 3 }, 1), { sid: CHANNEL, configuredCapacity: 3 }],
    ['channel.availability.update', channelPayload('v1', { available: 0 }, 1), { sid: CHANNEL, available: false }],
  ])('%s tells the worker or its channel', async (name, payload, said) => {
    const { bridge, one } = await listening(name);
    bridge.socket.send(`worker.${name}`, payload);
    expect(one).toMatchObject([{ given: 1, ...said }]);
  });

  it.each([
    ['accepted', 'accepted', 'assigned'],
    ['rejected', 'rejected', 'pending'],
    ['timeout', 'timeout', 'pending'],
    ['canceled', 'canceled', 'canceled'],
    ['rescinded', 'rescinded', 'assigned'],
    ['wrapup', 'wrapping', 'wrapping'],
    ['completed', 'completed', 'completed'],
  ] as const)('reservation.%s tells the reservation with its task', async (event, status, taskStatus) => {
    const { bridge, one } = await listening(`reservation.${event}`);
    const state: ReservationState = { ...OFFER, status, taskStatus, version: 1 };
    bridge.reservations = [state];
    bridge.on(`GET ${RESERVATION}`, () => ({ payload: restReservation(state) }));
    bridge.socket.send(`reservation.${event}`, flattenedReservation(state));
    await settled();
    const task = { sid: 'WT1', assignmentStatus: taskStatus };
    expect(one).toMatchObject([{ given: 1, sid: 'WR1', reservationStatus: status, task }]);
  });

  it.each([
    ['task.updated', 'reserved'],
    ['task.wrapup', 'wrapping'],
    ['task.completed', 'completed'],
    ['task.canceled', 'canceled'],
  ] as const)('%s tells the task', async (name, status) => {
    const { bridge, one } = await listening(name);
    bridge.socket.send(name, taskPayload('frame', 'WT1', status, 1, { attributes: '{"a":1}' }));
    expect(one).toMatchObject([{ given: 1, sid: 'WT1', assignmentStatus: status, attributes: { a: 1 } }]);
  });

  it('token.expired tells nothing but that, 5 s before the end of the token', async () => {
    const { clock, worker } = await connected();
    const told: unknown[][] = [];
    worker.on('token.expired', (...given) => told.push(given));
    worker.updateToken(capabilityToken(clock.now() / 1000 + 60));
    await clock.advance(54_999);
    expect(told).toEqual([]);
    await clock.advance(1);
    expect(told).toEqual([[undefined]]);
  });

  it('error tells the cause and its text', async () => {
    const { bridge, worker } = await connected();
    const told: unknown[] = [];
    worker.on('error', (error) => told.push(error));
    bridge.socket.sendText('<html>');
    const message = expect.stringContaining('frame');
    expect(told).toMatchObject([{ response: { code: 'protocol' }, message }]);
  });
});
