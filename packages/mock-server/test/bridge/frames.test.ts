import { type EventType, FRAME_EVENT_TYPES } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { EventFrame } from '../../src/edges/bridge/frame-payload.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import type { FakeSocket } from './support/socket.ts';
import {
  ACCOUNT,
  ALICE,
  AVAILABLE,
  BOB,
  BREAK,
  CHANNEL,
  NOW,
  QUEUE,
  WORKFLOW,
  WORKSPACE,
  World,
} from './support/world.ts';

const NOW_S = NOW / 1000;

/** Payloads as docs/PROTOCOL.md has them, written out; each test names what differs. */
const WORKER = {
  account_sid: ACCOUNT,
  workspace_sid: WORKSPACE,
  sid: ALICE,
  friendly_name: 'alice',
  attributes: '{"skill":"voice"}',
  available: true,
  activity_sid: AVAILABLE,
  activity_name: 'Available',
  date_created: NOW_S,
  date_updated: NOW_S,
  date_status_changed: NOW_S,
  version: 1,
};
const WORKER_CHANNEL = {
  account_sid: ACCOUNT,
  workspace_sid: WORKSPACE,
  sid: expect.stringMatching(/^WC[0-9a-f]{32}$/),
  worker_sid: ALICE,
  task_channel_sid: CHANNEL,
  task_channel_unique_name: 'default',
  configured_capacity: 3,
  available: 1,
  assigned_tasks: 0,
  available_capacity_percentage: 100,
  date_created: NOW_S,
  date_updated: NOW_S,
  last_reserved_time: expect.any(Number),
};
const TASK = {
  account_sid: ACCOUNT,
  workspace_sid: WORKSPACE,
  sid: expect.stringMatching(/^WT[0-9a-f]{32}$/),
  attributes: '{"lang":"es"}',
  addons: '{}',
  age: 0,
  assignment_status: 'reserved',
  priority: 0,
  reason: null,
  routing_target: null,
  timeout: 86400,
  queue_sid: QUEUE,
  queue_name: 'Everyone',
  workflow_sid: WORKFLOW,
  workflow_name: 'Default',
  task_channel_sid: CHANNEL,
  task_channel_unique_name: 'default',
  date_created: NOW_S,
  date_updated: NOW_S,
  virtual_start_time: NOW_S,
  version: expect.any(Number),
};
const RESERVATION = {
  account_sid: ACCOUNT,
  workspace_sid: WORKSPACE,
  sid: expect.stringMatching(/^WR[0-9a-f]{32}$/),
  worker_sid: ALICE,
  worker_name: 'alice',
  worker_previous_activity_sid: AVAILABLE,
  task_sid: TASK.sid,
  date_created: NOW_S,
  date_updated: NOW_S,
  reservation_status: 'pending',
  reservation_timeout: 120,
  version: 0,
  task: TASK,
};

interface Both {
  readonly world: World;
  readonly v2: FakeSocket;
  readonly v1: FakeSocket;
}

/** A session of each generation, past its first frame. */
async function connectBoth(): Promise<Both> {
  const world = await World.create();
  const v2 = await world.connect(await world.accessToken());
  const v1 = await world.connect(await world.capabilityToken(), { path: `/v1/wschannels/${ACCOUNT}/${ALICE}` });
  v2.clear();
  return { world, v1, v2 };
}

async function offered(both: Both): Promise<{ task: string; reservation: string }> {
  const { world, v1, v2 } = both;
  await world.makeAvailable();
  v1.clear();
  v2.clear();
  const text = '{"lang":"es"}';
  const { task } = await world.run({ type: 'task.create', attributes: { text, value: { lang: 'es' } } });
  const [frame] = v2.frames;
  return { task: task?.sid ?? '', reservation: String(frame?.payload.sid) };
}

function expectFrames({ v1, v2 }: Both, frames: readonly (readonly [EventType, object, object])[]): void {
  expect(v2.frames).toEqual(frames.map(([event_type, payload]) => ({ event_type, payload })));
  expect(v1.frames).toEqual(frames.map(([event_type, , payload]) => ({ event_type, payload })));
}

/** The task at the top level and the reservation's SID beside it. */
function flat(reservation: { readonly sid: unknown }, task: object): object {
  return { ...task, reservation_sid: reservation.sid };
}

function reservationFrame(type: EventType, changes: object, taskChanges: object): readonly [EventType, object, object] {
  const task = { ...TASK, ...taskChanges };
  return [type, { ...RESERVATION, ...changes, task }, flat(RESERVATION, task)];
}

function taskFrame(type: EventType, changes: object): readonly [EventType, object, object] {
  const task = { ...TASK, ...changes };
  return [type, task, task];
}

describe('frames', () => {
  it('tells of an activity', async () => {
    const both = await connectBoth();
    await both.world.makeAvailable();
    expectFrames(both, [['worker.activity.update', WORKER, WORKER]]);
  });

  it('tells of attributes', async () => {
    const both = await connectBoth();
    await both.world.run({ type: 'worker.update', sid: ALICE, attributes: { text: '{"a":1}', value: { a: 1 } } });
    const offline = { available: false, activity_sid: expect.any(String), activity_name: 'Offline' };
    const worker = { ...WORKER, ...offline, attributes: '{"a":1}' };
    expectFrames(both, [['worker.attributes.update', worker, worker]]);
  });

  it('tells of capacity and of availability', async () => {
    const both = await connectBoth();
    await both.world.run({
      type: 'worker-channel.update',
      workerSid: ALICE,
      channel: 'default',
      capacity: 5,
      available: false,
    });
    const capacity = { ...WORKER_CHANNEL, configured_capacity: 5 };
    const availability = { ...capacity, available: 0 };
    expectFrames(both, [
      ['worker.capacity.update', capacity, capacity],
      ['worker.channel.availability.update', availability, availability],
    ]);
  });

  it('tells of an offer', async () => {
    const both = await connectBoth();
    await offered(both);
    expectFrames(both, [reservationFrame('reservation.created', {}, {})]);
  });

  it('tells of acceptance, wrap-up and completion with the task beside each', async () => {
    const both = await connectBoth();
    const { reservation, task } = await offered(both);
    const steps = [
      ['accepted', 'reservation.accepted', 'task.updated', 'assigned', null],
      ['wrapping', 'reservation.wrapup', 'task.wrapup', 'wrapping', null],
      ['completed', 'reservation.completed', 'task.completed', 'completed', expect.any(String)],
    ] as const;
    for (const [index, [status, reservationType, taskType, assignment_status, reason]] of steps.entries()) {
      both.v1.clear();
      both.v2.clear();
      await both.world.run({ type: 'reservation.update', sid: reservation, taskSid: task, status });
      const changes = { reservation_status: status, version: index + 1 };
      expectFrames(both, [
        reservationFrame(reservationType, changes, { assignment_status, reason }),
        taskFrame(taskType, { assignment_status, reason }),
      ]);
    }
  });

  it('tells of a rejection and the activity that goes with it', async () => {
    const both = await connectBoth();
    const { reservation } = await offered(both);
    both.v1.clear();
    both.v2.clear();
    await both.world.run({
      type: 'reservation.update',
      sid: reservation,
      status: 'rejected',
      workerActivitySid: BREAK,
    });
    expect(both.v2.types).toEqual(both.v1.types);
    expect(both.v2.types[0]).toBe('reservation.rejected');
    expect(both.v2.types.at(-1)).toBe('worker.activity.update');
    expect(both.v2.frames[0]?.payload).toMatchObject({
      reservation_status: 'rejected',
      task: { assignment_status: 'pending' },
    });
    expect(both.v1.frames[0]?.payload).toMatchObject({ reservation_sid: reservation, assignment_status: 'pending' });
  });

  it('tells of a timeout, then of the activity', async () => {
    const both = await connectBoth();
    await offered(both);
    both.v1.clear();
    both.v2.clear();
    await both.world.time.advance({ kind: 'seconds', seconds: 120 });
    expect(both.v2.types[0]).toBe('reservation.timeout');
    expect(both.v2.types).toContain('worker.activity.update');
    expect(both.v1.types).toEqual(both.v2.types);
    expect(both.v2.frames[0]?.payload).toMatchObject({
      reservation_status: 'timeout',
      date_updated: NOW_S + 120,
      task: { age: 120 },
    });
  });

  it('tells of a canceled task', async () => {
    const both = await connectBoth();
    const { task } = await offered(both);
    both.v1.clear();
    both.v2.clear();
    await both.world.run({ type: 'task.update', sid: task, assignmentStatus: 'canceled', reason: 'gone' });
    const canceled = { assignment_status: 'canceled', reason: 'gone' };
    expectFrames(both, [
      reservationFrame('reservation.canceled', { reservation_status: 'canceled', version: 1 }, canceled),
      taskFrame('task.canceled', canceled),
    ]);
  });

  it('tells the others that a task was taken', async () => {
    const both = await connectBoth();
    const { world, v2 } = both;
    await world.run({ type: 'task-queue.update', sid: QUEUE, maxReservedWorkers: 2 });
    await world.makeAvailable(BOB);
    const { task } = await offered(both);
    const reservations = await world.runtime.read(WORKSPACE, (state) => [
      ...state.indexes.taskReservations.members(task),
    ]);
    const own = v2.frames[0]?.payload.sid;
    const bobs = reservations?.find((sid) => sid !== own) ?? '';
    v2.clear();
    await world.run({ type: 'reservation.update', sid: bobs, status: 'accepted' });
    expect(v2.types[0]).toBe('reservation.rescinded');
    expect(v2.frames[0]?.payload).toMatchObject({ sid: own, reservation_status: 'rescinded', worker_sid: ALICE });
  });

  it('tells of a task whose attributes changed', async () => {
    const both = await connectBoth();
    const { task, reservation } = await offered(both);
    await both.world.run({ type: 'reservation.update', sid: reservation, status: 'accepted' });
    both.v1.clear();
    both.v2.clear();
    await both.world.run({ type: 'task.update', sid: task, attributes: { text: '{"b":2}', value: { b: 2 } } });
    expectFrames(both, [taskFrame('task.updated', { attributes: '{"b":2}', assignment_status: 'assigned' })]);
  });

  it('tells of a task that found no worker by the task alone', async () => {
    const { world } = await connectBoth();
    const { task, workspace } = await world.run({ type: 'task.create', workflowSid: WORKFLOW });
    const channel = await world.runtime.read(WORKSPACE, (state) => state.tables.channel.get(CHANNEL));
    if (task === undefined || channel === undefined) throw new Error('the world has a task and its channel');
    const event: EngineEvent = {
      type: 'reservation.failed',
      journaled: true,
      sid: '',
      sequence: 1,
      resource: 'WT',
      resourceSid: task.sid,
      subject: { workspace, task, channel },
      details: {},
      recipients: [ALICE],
    };
    const frame = new EventFrame(event, NOW + 2_500);
    expect(JSON.parse(frame.text('v2') ?? '')).toMatchObject({
      event_type: 'reservation.failed',
      payload: { sid: task.sid, age: 2, queue_sid: null },
    });
    expect(frame.text('v1')).toBe(frame.text('v2'));
  });

  it('carries no other type of event, and never a null payload', async () => {
    const both = await connectBoth();
    const { world, v2, v1 } = both;
    const { task } = await offered(both);
    await world.run({ type: 'worker.update', sid: ALICE, friendlyName: 'alice the second' });
    await world.run({ type: 'task.delete', sid: task });
    const known = new Set<string>(FRAME_EVENT_TYPES);
    for (const frame of [...v1.frames, ...v2.frames]) {
      expect(known).toContain(frame.event_type);
      expect(frame.payload).toBeTypeOf('object');
      expect(frame.payload).not.toBeNull();
    }
    expect(v2.texts.join()).not.toContain('task_transfer');
  });

  it('reaches only the worker it is about', async () => {
    const { world, v1, v2 } = await connectBoth();
    const bob = await world.connect(await world.accessToken({ worker: BOB }));
    bob.clear();
    await world.makeAvailable(BOB);
    expect(bob.types).toEqual(['worker.activity.update']);
    expect([...v1.types, ...v2.types]).toEqual([]);
  });
});
