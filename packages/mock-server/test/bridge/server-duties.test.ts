import { describe, expect, it } from 'vitest';
import { ALICE, AVAILABLE, WORKSPACE, World } from './support/world.ts';

const worker = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;

/** Fields without which a v2 client throws. */
const NEEDED = {
  reservation: ['account_sid', 'workspace_sid', 'sid', 'worker_sid', 'date_created', 'date_updated'].concat([
    'reservation_status',
    'reservation_timeout',
    'version',
    'task',
  ]),
  task: ['sid', 'attributes', 'addons', 'age', 'assignment_status', 'priority', 'reason', 'routing_target'].concat(
    ['timeout', 'queue_sid', 'queue_name', 'workflow_sid', 'workflow_name', 'task_channel_sid', 'version'],
    ['task_channel_unique_name', 'date_created', 'date_updated', 'virtual_start_time'],
  ),
  worker: ['account_sid', 'workspace_sid', 'sid', 'friendly_name', 'attributes', 'available', 'activity_sid'].concat([
    'activity_name',
    'date_created',
    'date_updated',
    'date_status_changed',
    'version',
  ]),
} as const;

async function throughAnOffer() {
  const world = await World.create();
  const token = await world.accessToken();
  const socket = await world.connect(token);
  await world.makeAvailable();
  await world.createTask();
  return { world, token, socket };
}

describe('a server of this wire', () => {
  it('sends init first and once', async () => {
    const { world, socket } = await throughAnOffer();
    world.host.advance(60_000);
    await world.run({ type: 'worker.update', sid: ALICE, friendlyName: 'alicia' });
    expect(socket.types.filter((type) => type === 'init')).toHaveLength(1);
    expect(socket.types[0]).toBe('init');
  });

  it('sends text frames with an object as payload, and every field the client needs', async () => {
    const { socket } = await throughAnOffer();
    const [init, activity, offer] = socket.frames;
    expect(init?.payload).toMatchObject({ channel_id: ALICE, workspace_sid: WORKSPACE, token_lifetime: 3_600_000 });
    expect(Object.keys(activity?.payload ?? {})).toEqual(expect.arrayContaining([...NEEDED.worker]));
    expect(Object.keys(offer?.payload ?? {})).toEqual(expect.arrayContaining([...NEEDED.reservation]));
    expect(Object.keys(offer?.payload.task as object)).toEqual(expect.arrayContaining([...NEEDED.task]));
  });

  it('leaves transfers out where there are none, and sends attributes and addons as JSON text', async () => {
    const { world, token, socket } = await throughAnOffer();
    const payload = socket.frames.at(-1)?.payload as Record<string, unknown> & { sid: string; task: object };
    const { body } = await world.command(token, 'POST', `${worker}/Reservations/${payload.sid}`, {
      ReservationStatus: 'accepted',
    });
    for (const shown of [payload, body.payload as object]) {
      expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['task_transfer']));
      expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['active_outgoing_task_transfer']));
    }
    expect(payload.task).toMatchObject({ attributes: '{}', addons: '{}' });
  });

  it('bumps the version of the worker with an offer, with capacity and with availability', async () => {
    const { world, token } = await throughAnOffer();
    const version = async (): Promise<number> => {
      const { body } = await world.command(token, 'GET', worker);
      return (body.payload as { version: number }).version;
    };
    // One change of activity, one offer.
    expect(await version()).toBe(2);
    await world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'default', capacity: 7 });
    expect(await version()).toBe(3);
    await world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'default', available: false });
    expect(await version()).toBe(4);
  });

  it('lists a thousand reservations in one page', async () => {
    const world = await World.create();
    await world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'default', capacity: 1_000 });
    await world.makeAvailable();
    for (let made = 0; made < 1_000; made += 1) await world.createTask();
    const reply = await world.command(await world.accessToken(), 'GET', `${worker}/Reservations`, { Active: 'true' });
    const page = reply.body.payload as { contents: object[]; after_sid: string | null };
    expect([page.contents.length, page.after_sid]).toEqual([1_000, null]);
  });

  it('ignores parameters it does not know', async () => {
    const world = await World.create();
    const params = { ActivitySid: AVAILABLE, undefined: 'x', Colour: 'blue' };
    const reply = await world.command(await world.accessToken(), 'POST', worker, params);
    expect([reply.status, reply.body.payload]).toMatchObject([200, { activity_sid: AVAILABLE }]);
  });
});
