import { allow, type Policy } from '@taskbay/token';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  ALICE,
  AVAILABLE,
  BOB,
  BREAK,
  ORIGIN,
  QUEUE,
  sid,
  WORKFLOW,
  WORKSPACE,
  World,
} from './support/world.ts';

const PATH = `/v1/wschannels/${ACCOUNT}/${ALICE}`;
const VENDOR = 'https://taskrouter.twilio.com/v1';
const W = `${VENDOR}/Workspaces/${WORKSPACE}`;
const R = `${W}/Workers/${ALICE}`;
const CHANNEL_URL = `https://event-bridge.twilio.com${PATH}`;

const channel = [allow(CHANNEL_URL, 'GET'), allow(CHANNEL_URL, 'POST')];
const automatic = [
  ...channel,
  allow(R, 'GET'),
  allow(`${W}/Activities`, 'GET'),
  allow(`${W}/Tasks/**`, 'GET'),
  allow(`${R}/Reservations/**`, 'GET'),
];
const sample = [
  ...automatic,
  allow(W, 'GET'),
  allow(`${W}/**`, 'GET'),
  allow(`${W}/Activities`, 'POST'),
  allow(`${R}/Reservations/**`, 'POST'),
];

/** Policy sets found in public servers of this generation. */
const SETS: Readonly<Record<string, readonly Policy[]>> = {
  'the automatic list with fetches and both kinds of updates': [
    ...automatic,
    allow(`${R}/**`, 'GET'),
    allow(R, 'POST', { post: { ActivitySid: { required: true } } }),
    allow(`${W}/Tasks/**`, 'POST'),
    allow(`${R}/Reservations/**`, 'POST'),
  ],
  'the whole workspace': [...channel, allow(W, 'GET'), allow(`${W}/**`, 'GET'), allow(`${W}/**`, 'POST')],
  'the documentation’s sample with task and worker updates': [
    ...sample,
    allow(`${W}/Tasks/**`, 'POST'),
    allow(`${W}/Workers/*`, 'POST'),
  ],
};

class Client {
  readonly world: World;
  readonly token: string;
  private readonly path: string;

  constructor(world: World, token: string, path = PATH) {
    this.world = world;
    this.token = token;
    this.path = path;
  }

  send(method: string, url: string, params?: object, event_type?: string) {
    const envelope = { url, method, token: this.token, ...(params === undefined ? {} : { params }) };
    return this.world.post(event_type === undefined ? envelope : { ...envelope, event_type }, { path: this.path });
  }
}

async function clientWith(policies?: readonly Policy[]): Promise<Client> {
  const world = await World.create();
  return new Client(world, await world.capabilityToken(policies === undefined ? {} : { policies }));
}

async function offer(client: Client): Promise<{ task: string; reservation: string }> {
  const { world } = client;
  await world.makeAvailable();
  const task = await world.createTask();
  const reply = await client.send('GET', `${R}/Reservations`, { ReservationStatus: 'pending' });
  const { reservations } = reply.body.payload as { reservations: { sid: string; task_sid: string }[] };
  expect(reservations).toMatchObject([{ task_sid: task }]);
  return { task, reservation: reservations[0]?.sid ?? '' };
}

describe.each(Object.entries(SETS))('a v1 client with %s', (_, policies) => {
  it('gets ready, changes its activity, accepts and completes', async () => {
    const client = await clientWith(policies);
    const socket = await client.world.connect(client.token, { path: PATH });
    const ready = await client.send('GET', R, undefined, 'ready');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ event_type: 'ready', payload: { sid: ALICE, activity_name: 'Offline' } });
    const moved = await client.send('POST', R, { ActivitySid: AVAILABLE });
    expect(moved.body).toMatchObject({ event_type: null, payload: { sid: ALICE, activity_name: 'Available' } });
    await client.world.letFramesOut();
    const { task, reservation } = await offer(client);
    const taskUrl = `${W}/Tasks/${task}`;
    const url = `${taskUrl}/Reservations/${reservation}`;
    expect((await client.send('GET', taskUrl)).body.payload).toMatchObject({
      sid: task,
      assignment_status: 'reserved',
    });
    expect((await client.send('GET', url)).body.payload).toMatchObject({ sid: reservation, worker_name: 'alice' });
    const accepted = await client.send('POST', url, { ReservationStatus: 'accepted' });
    expect(accepted.status).toBe(200);
    expect(accepted.body.payload).toMatchObject({ reservation_status: 'accepted', task_sid: task });
    const done = await client.send('POST', taskUrl, { AssignmentStatus: 'completed', Reason: 'done' });
    expect(done.body.payload).toMatchObject({ assignment_status: 'completed', reason: 'done' });
    await client.world.letFramesOut();
    expect(socket.types).toEqual([
      'worker.activity.update',
      'reservation.created',
      'reservation.accepted',
      'task.updated',
      'reservation.completed',
      'task.completed',
    ]);
  });
});

describe('policies', () => {
  it('that are only the documentation’s sample accept nothing and change nothing', async () => {
    const client = await clientWith(sample);
    const { task, reservation } = await offer(client);
    const refused = [
      await client.send('POST', `${W}/Tasks/${task}/Reservations/${reservation}`, { ReservationStatus: 'accepted' }),
      await client.send('POST', R, { ActivitySid: BREAK }),
    ];
    for (const reply of refused) {
      expect(reply.status).toBe(403);
      expect(reply.body).toMatchObject({ code: 20403, message: expect.stringMatching(/not allowed by any policy/) });
    }
  });

  it.each([
    ['another parameter beside the one a filter names', 'POST', R, { ActivitySid: AVAILABLE, FriendlyName: 'x' }, 403],
    ['the parameter a filter names', 'POST', R, { ActivitySid: AVAILABLE }, 200],
    ['another worker', 'GET', `${W}/Workers/${BOB}`, {}, 403],
    ['another workspace', 'GET', `${VENDOR}/Workspaces/${sid('WS', 99)}/Activities`, {}, 403],
    ['the list of workspaces', 'GET', `${VENDOR}/Workspaces`, {}, 403],
    ['this server’s own base', 'GET', R.replace(VENDOR, `${ORIGIN}/v1`), {}, 200],
    ['a base that is neither', 'GET', R.replace(VENDOR, 'https://elsewhere.example/v1'), {}, 403],
    ['a trailing slash', 'GET', `${R}/`, {}, 200],
    ['no URL', 'GET', 'Workers', {}, 400],
    ['a path that climbs', 'GET', `${R}/../${BOB}`, {}, 400],
    ['a parameter twice', 'GET', `${W}/Activities?PageSize=1`, { PageSize: 2 }, 400],
    ['an unknown route', 'GET', `${W}/Tasks/x/y/z`, {}, 404],
    ['an unknown task', 'GET', `${W}/Tasks/${sid('WT', 99)}`, {}, 404],
    ['deleting', 'DELETE', R, {}, 403],
  ])('decide on %s', async (_, method, url, params, status) => {
    const client = await clientWith();
    expect((await client.send(method, url, params)).status).toBe(status);
  });

  it('may point at this server', async () => {
    const world = await World.create();
    const bases = { restBase: `${ORIGIN}/v1`, eventBridgeBase: ORIGIN };
    const client = new Client(world, await world.capabilityToken(bases));
    expect((await client.send('GET', R.replace(VENDOR, `${ORIGIN}/v1`))).status).toBe(200);
    expect((await world.upgrade(client.token, { path: PATH })).kind).toBe('accept');
  });
});

describe('a parameter that is null', () => {
  it('counts as absent, as in the calls of clients that leave an argument out', async () => {
    const client = await clientWith();
    const { task, reservation } = await offer(client);
    const url = `${W}/Tasks/${task}/Reservations/${reservation}`;
    const params = { ReservationStatus: 'rejected', WorkerActivitySid: null };
    const reply = await client.send('POST', url, params);
    expect([reply.status, reply.body.payload]).toMatchObject([200, { reservation_status: 'rejected' }]);
  });
});

describe('the workspace channel', () => {
  async function workspaceClient(): Promise<Client> {
    const world = await World.create();
    const policies = [
      ...['GET', 'POST'].map((method) =>
        allow(`https://event-bridge.twilio.com/v1/wschannels/${ACCOUNT}/${WORKSPACE}`, method as 'GET'),
      ),
      ...['GET', 'POST', 'DELETE'].map((method) => allow(`${W}/**`, method as 'GET')),
    ];
    return new Client(world, await world.workspaceToken({ policies }), `/v1/wschannels/${ACCOUNT}/${WORKSPACE}`);
  }

  it('is ready with its trailing slash', async () => {
    const client = await workspaceClient();
    const ready = await client.send('GET', `${W}/`, undefined, 'ready');
    expect(ready.body).toMatchObject({ event_type: 'ready', payload: { sid: WORKSPACE, friendly_name: 'Support' } });
  });

  it('creates and deletes with 200 and a body', async () => {
    const client = await workspaceClient();
    const created = await client.send('POST', `${W}/Tasks`, { WorkflowSid: WORKFLOW, Attributes: '{"a":1}' });
    expect(created.status).toBe(200);
    const { sid: task } = created.body.payload as { sid: string };
    const deleted = await client.send('DELETE', `${W}/Tasks/${task}`);
    expect([deleted.status, deleted.body]).toEqual([200, { event_type: null, payload: {} }]);
    expect((await client.send('GET', `${W}/Tasks/${task}`)).status).toBe(404);
  });

  it('pages lists by the URLs it gives out', async () => {
    const client = await workspaceClient();
    interface List {
      readonly activities: readonly { readonly friendly_name: string }[];
      readonly meta: { readonly key: string; readonly next_page_url: string | null };
    }
    const first = (await client.send('GET', `${W}/Activities`, { PageSize: 2 })).body.payload as List;
    expect(first.meta.key).toBe('activities');
    const second = (await client.send('GET', first.meta.next_page_url ?? '')).body.payload as List;
    const names = [...first.activities, ...second.activities].map((activity) => activity.friendly_name);
    expect(names).toEqual(['Offline', 'Available', 'Break']);
    expect(second.meta.next_page_url).toBeNull();
  });

  it('reads and changes a task queue, and refuses what cannot be', async () => {
    const client = await workspaceClient();
    expect((await client.send('GET', `${W}/TaskQueues/${QUEUE}`)).body.payload).toMatchObject({
      friendly_name: 'Everyone',
    });
    const refused = await client.send('DELETE', `${W}/TaskQueues/${QUEUE}`);
    expect([refused.status, refused.body.code]).toEqual([400, 20001]);
    expect((await client.send('DELETE', `${W}/Tasks`)).status).toBe(405);
  });
});
