import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, ALICE, BOB, ORIGIN, sid, WORKFLOW, WORKSPACE, World } from './support/world.ts';

const CUSTOMER = sid('CA', 77);
const at = (worker: string) => `Workspaces/${WORKSPACE}/Workers/${worker}`;

let world: World;
let alice: string;

/** The payload of the newest frame of a type. */
type Socket = Awaited<ReturnType<World['connect']>>;
const newest = (socket: Socket, type: string): Readonly<Record<string, unknown>> => {
  const frame = socket.frames.findLast(({ event_type }) => event_type === type);
  if (frame === undefined) throw new Error(`no ${type} among ${socket.frames.map(({ event_type }) => event_type)}`);
  return frame.payload as Readonly<Record<string, unknown>>;
};

beforeEach(async () => {
  world = await World.create();
  alice = await world.accessToken();
  for (const worker of [ALICE, BOB]) {
    const value = { contact_uri: `client:${worker}` };
    await world.run({ type: 'worker.update', sid: worker, attributes: { text: JSON.stringify(value), value } });
  }
});

async function voiceTask(routingTarget = ALICE): Promise<string> {
  const value = { call_sid: CUSTOMER, called: '+15550100' };
  const attributes = { text: JSON.stringify(value), value };
  const { task } = await world.run({ type: 'task.create', workflowSid: WORKFLOW, routingTarget, attributes });
  return task?.sid ?? '';
}

/** Alice on the phone with the customer, in a conference. */
async function inConference(): Promise<{ socket: Socket; task: string; reservation: string }> {
  const socket = await world.connect(alice);
  const task = await voiceTask();
  const reservation = String(newest(socket, 'reservation.created').sid);
  const reply = await world.command(alice, 'POST', `${at(ALICE)}/Reservations/${reservation}`, {
    Instruction: 'conference',
  });
  expect(reply.status).toBe(200);
  await world.letFramesOut();
  return { socket, task, reservation };
}

describe('an instruction on the v2 wire', () => {
  it.each([
    ['dequeue', { DequeueStatusCallbackEvents: 'initiated,answered' }, 'worker_call_sid'],
    ['conference', { EndConferenceOnExit: true, Timeout: 10, Beep: false }, 'conference'],
    ['call', { CallFrom: '+1555', CallUrl: 'https://app.test', CallAccept: true }, 'call_sid'],
    ['redirect', { RedirectCallSid: CUSTOMER, RedirectUrl: 'https://app.test', RedirectAccept: true }, 'call_sid'],
  ])('%s answers first, and tells the acceptance by frames', async (instruction, params, attribute) => {
    const socket = await world.connect(alice);
    await voiceTask();
    const created = newest(socket, 'reservation.created') as { sid: string };
    const url = `${at(ALICE)}/Reservations/${created.sid}`;
    const reply = await world.command(alice, 'POST', url, { Instruction: instruction, ...params });
    expect(reply.body.payload).toMatchObject({ sid: created.sid, reservation_status: 'pending' });
    expect(socket.frames.at(-1)?.event_type).toBe('reservation.created');
    await world.letFramesOut();
    expect(socket.frames.slice(-2).map(({ event_type }) => event_type)).toEqual([
      'reservation.accepted',
      'task.updated',
    ]);
    const { task } = newest(socket, 'reservation.accepted') as { task: { attributes: string } };
    expect(JSON.parse(task.attributes)).toHaveProperty(attribute);
  });

  it('tells why an offer was canceled whose phone cannot be called (CALL-6)', async () => {
    const socket = await world.connect(alice);
    await world.run({ type: 'phone.set', to: `client:${ALICE}`, behaviour: 'unreachable' });
    await voiceTask();
    const { sid: reservation } = newest(socket, 'reservation.created') as { sid: string };
    await world.command(alice, 'POST', `${at(ALICE)}/Reservations/${reservation}`, { Instruction: 'conference' });
    await world.letFramesOut();
    expect(newest(socket, 'reservation.canceled')).toMatchObject({ sid: reservation, canceled_reason_code: 13223 });
  });

  it('to supervise is for supervising roles (CALL-7)', async () => {
    const { task, reservation } = await inConference();
    const url = `Workspaces/${WORKSPACE}/Tasks/${task}/Reservations/${reservation}`;
    const params = { Instruction: 'Supervise', Supervisor: BOB, SupervisorMode: 'monitor' };
    for (const Instruction of ['Supervise', ['supervise'], ['SUPERVISE', 'accept']]) {
      const refused = await world.command(alice, 'POST', url, { ...params, Instruction });
      expect([refused.status, refused.body.message]).toEqual([403, expect.stringMatching(/"supervisor" or "admin"/)]);
    }
    for (const role of ['supervisor', 'admin']) {
      const token = await world.accessToken({ worker: BOB, role });
      expect((await world.command(token, 'POST', url, params)).status).toBe(200);
    }
    const modes = await world.runtime.read(WORKSPACE, ({ tables }) =>
      [...tables.call.values()].map(({ workerSid, supervisorMode, muted }) => [workerSid, supervisorMode, muted]),
    );
    expect(modes).toEqual([
      [ALICE, null, false],
      [BOB, 'monitor', true],
    ]);
  });
});

describe('the participants of a conference on the v2 wire (CALL-10)', () => {
  it('are held, muted and removed; the answers are the task and the own reservation', async () => {
    const { socket, task, reservation } = await inConference();
    const bob = await world.accessToken({ worker: BOB });
    const bobs = await world.connect(bob);
    await world.makeAvailable(BOB);
    const transfer = { ReservationSid: reservation, TaskSid: task, To: BOB, Mode: 'WARM' };
    expect((await world.command(alice, 'POST', `${at(ALICE)}/Transfers`, transfer)).status).toBe(200);
    const { sid: second } = newest(bobs, 'reservation.created') as { sid: string };
    await world.command(bob, 'POST', `${at(BOB)}/Reservations/${second}`, { Instruction: 'conference' });
    await world.letFramesOut();

    const participant = (name: string, params: object) => world.command(alice, 'POST', `${at(ALICE)}/${name}`, params);
    const unhold = await participant('CustomerParticipant', {
      TaskSid: task,
      Hold: false,
      HoldUrl: 'https://app.test',
    });
    expect(unhold.body.payload).toMatchObject({ sid: task, assignment_status: 'assigned' });
    const hold = await participant('HoldWorkerParticipant', { TaskSid: task, TargetWorkerSid: BOB, Hold: true });
    expect(hold.body.payload).toMatchObject({ sid: task });
    const mute = await participant('WorkerParticipant', { ReservationSid: reservation, Mute: true, BeepOnExit: true });
    expect(mute.body.payload).toMatchObject({ sid: reservation, reservation_status: 'accepted' });
    const seen = await world.runtime.read(WORKSPACE, ({ tables }) => ({
      customer: [...tables.conference.values()].map(({ customer }) => customer),
      legs: [...tables.call.values()].map(({ workerSid, hold: held, muted }) => [workerSid, held, muted]),
    }));
    expect(seen).toEqual({
      customer: [{ callSid: CUSTOMER, hold: false }],
      legs: [
        [ALICE, false, true],
        [BOB, true, false],
      ],
    });
    expect((await participant('KickWorkerParticipant', { TaskSid: task, TargetWorkerSid: BOB })).status).toBe(200);
    await world.letFramesOut();
    expect(newest(bobs, 'reservation.wrapup')).toMatchObject({ sid: second, reservation_status: 'wrapping' });
    expect(socket.frames.some(({ event_type }) => event_type === 'reservation.wrapup')).toBe(false);
  });

  it('are nobody’s who is not on the phone, and other workers’ neither', async () => {
    const { task } = await inConference();
    const bob = await world.accessToken({ worker: BOB });
    const kick = { TaskSid: task, TargetWorkerSid: ALICE };
    const outside = await world.command(bob, 'POST', `${at(BOB)}/KickWorkerParticipant`, kick);
    expect([outside.status, outside.body.message]).toEqual([
      400,
      expect.stringMatching(/is not in a conference of task/),
    ]);
    const asAlice = await world.command(bob, 'POST', `${at(ALICE)}/KickWorkerParticipant`, kick);
    expect(asAlice.status).toBe(403);
    const hold = { TaskSid: task, TargetWorkerSid: ALICE };
    const incomplete = await world.command(alice, 'POST', `${at(ALICE)}/HoldWorkerParticipant`, hold);
    expect(incomplete.body.message).toMatch(/Hold parameter: is required/);
  });
});

describe('an instruction on the v1 wire', () => {
  const v1 = `/v1/wschannels/${ACCOUNT}/${ALICE}`;
  const post = async (url: string, params: object) =>
    world.post(
      { url: `${ORIGIN}/v1/${url}`, method: 'POST', params, token: await world.capabilityToken() },
      { path: v1 },
    );

  it('has holes, which count as absent', async () => {
    const socket = await world.connect(await world.capabilityToken(), { path: v1 });
    const task = await voiceTask();
    const { reservation_sid: reservation } = newest(socket, 'reservation.created') as { reservation_sid: string };
    const url = `Workspaces/${WORKSPACE}/Tasks/${task}/Reservations/${reservation}`;
    const holes = { From: null, PostWorkActivitySid: null, Timeout: null, To: null };
    const reply = await post(url, { Instruction: 'conference', ...holes, EndConferenceOnExit: 'true' });
    expect(reply.body.payload).toMatchObject({ sid: reservation, reservation_status: 'pending' });
    await world.letFramesOut();
    const { attributes } = newest(socket, 'reservation.accepted') as { attributes: string };
    expect(JSON.parse(attributes).conference.participants.customer).toBe(CUSTOMER);
  });

  it('to supervise is not for a worker’s token', async () => {
    const { task, reservation } = await inConference();
    const url = `Workspaces/${WORKSPACE}/Tasks/${task}/Reservations/${reservation}`;
    for (const Instruction of ['supervise', ['Supervise']]) {
      const reply = await post(url, { Instruction, Supervisor: BOB });
      expect([reply.status, reply.body.message]).toEqual([403, expect.stringMatching(/may not supervise/)]);
    }
  });
});
