import { describe, expect, it } from 'vitest';
import { FAREWELL_MS, MAX_BUFFERED_BYTES } from '../../src/edges/bridge/session.ts';
import { ACCOUNT, ALICE, BOB, BREAK, NOW, QUEUE, WORKSPACE, World } from './support/world.ts';

const V1 = `/v1/wschannels/${ACCOUNT}/${ALICE}`;
const KEEP_ALIVE = 15_000;
const close = { closeExistingSessions: 'true' };

describe('opening', () => {
  it('greets a v2 client and tells how long its token lasts', async () => {
    const world = await World.create();
    const token = await world.accessToken({ ttl: 600 });
    // `iat` knows no milliseconds: a token counts as made at the end of its second.
    world.host.advance(1_000);
    await world.time.advance({ kind: 'seconds', seconds: 100 });
    const socket = await world.connect(token, { query: { clientVersion: '3.0.0' } });
    expect(socket.frames).toEqual([
      {
        event_type: 'init',
        payload: { channel_id: ALICE, account_sid: ACCOUNT, workspace_sid: WORKSPACE, token_lifetime: 500_000 },
      },
    ]);
    expect(world.bridge.connections()).toEqual([
      {
        id: 'connection-1',
        worker: ALICE,
        path: '/v1/wschannels',
        since: '2026-03-01T12:01:40.000Z',
        clientVersion: '3.0.0',
      },
    ]);
  });

  it('says nothing to a v1 client', async () => {
    const world = await World.create();
    const socket = await world.connect(await world.capabilityToken(), { path: `${V1}/` });
    expect(socket.texts).toEqual([]);
    expect(world.bridge.connections()).toMatchObject([{ worker: ALICE, clientVersion: null }]);
  });

  it.each([
    ['workspace', WORKSPACE, (world: World) => world.workspaceToken()],
    ['task queue', QUEUE, (world: World) => world.taskQueueToken()],
  ] as const)('opens the channel of a %s, which carries heartbeats only', async (_, channel, mint) => {
    const world = await World.create();
    const socket = await world.connect(await mint(world), { path: `/v1/wschannels/${ACCOUNT}/${channel}` });
    await world.makeAvailable();
    await world.createTask();
    world.host.advance(KEEP_ALIVE);
    expect(socket.texts).toEqual([' ']);
    expect(world.bridge.connections()).toMatchObject([{ worker: channel }]);
  });

  it('is refused without a path of the bridge', async () => {
    const world = await World.create();
    for (const path of ['/v1/wschannels/AC1', '/v1/wschannels/a/b/c']) {
      const upgrade = await world.upgrade('x', { path });
      expect(upgrade.kind === 'refuse' && upgrade.response.status).toBe(404);
    }
  });

  it('ignores what clients send', async () => {
    const world = await World.create();
    const socket = await world.connect(await world.accessToken());
    socket.events?.message('{"event_type":"init"}');
    expect(socket.types).toEqual(['init']);
  });
});

describe('keeping alive', () => {
  it.each(['manual', 'real'] as const)('sends a blank frame every 15 s of host time on a %s clock', async (mode) => {
    const world = await World.create(mode);
    const v2 = await world.connect(await world.accessToken());
    const v1 = await world.connect(await world.capabilityToken(), { path: V1 });
    world.host.advance(KEEP_ALIVE - 1);
    expect([v1.heartbeats, v2.heartbeats]).toEqual([0, 0]);
    world.host.advance(1);
    world.host.advance(2 * KEEP_ALIVE);
    expect([v1.heartbeats, v2.heartbeats]).toEqual([3, 3]);
    // With each, the carrier looks whether the peer is still there.
    expect([v1.probes, v2.probes]).toEqual([3, 3]);
    expect(world.runtime.nextTimer()?.what).not.toMatch(/heart|alive/);
    v2.drop();
    v1.drop();
    world.host.advance(KEEP_ALIVE);
    expect([v1.heartbeats, v2.heartbeats]).toEqual([3, 3]);
    expect([v1.probes, v2.probes]).toEqual([3, 3]);
  });
});

describe('several sessions of one worker', () => {
  it('hear the same frames', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    const [one, two] = [await world.connect(token), await world.connect(token)];
    await world.makeAvailable();
    expect(one.frames).toEqual(two.frames);
    expect(one.types).toEqual(['init', 'worker.activity.update']);
    one.drop();
    await world.run({ type: 'worker.update', sid: ALICE, activitySid: BREAK });
    expect([one.types.length, two.types.length]).toEqual([2, 3]);
  });

  it('give way to a newcomer that asks for it, on either wire, and to nobody else', async () => {
    const world = await World.create();
    const old = [
      await world.connect(await world.accessToken()),
      await world.connect(await world.capabilityToken(), { path: V1 }),
    ];
    const bob = await world.connect(await world.accessToken({ worker: BOB }));
    const polite = await world.connect(await world.accessToken());
    expect(old.map((socket) => socket.closed)).toEqual([undefined, undefined]);
    world.host.advance(1_000);
    const newcomer = await world.connect(await world.accessToken(), { query: close });
    const replaced = { code: 4000, reason: 'Closed by a newer session of the same worker' };
    expect([...old, polite].map((socket) => socket.closed)).toEqual([replaced, replaced, replaced]);
    expect([newcomer.closed, bob.closed]).toEqual([undefined, undefined]);
    expect(world.bridge.connections()).toHaveLength(2);
  });

  it.each([
    ['newer', 1, true],
    ['of the same second', 0, true],
    ['older', -1, false],
  ])('with a token that is %s', async (_, seconds, replaces) => {
    const world = await World.create();
    const existing = await world.connect(await world.accessToken());
    const token = await world.accessToken({ now: NOW + seconds * 1000, ttl: 1_000 });
    const newcomer = await world.connect(token, { query: close });
    expect(existing.closed !== undefined).toBe(replaces);
    expect(newcomer.closed).toBeUndefined();
  });

  it.each([
    ['the same token', 0, 3_600],
    ['tokens of the same second', 0, 1_800],
    ['a newer token', 1, 3_600],
  ])('do not evict each other for ever with %s', async (_, seconds, ttl) => {
    const world = await World.create();
    const first = await world.accessToken();
    const second = await world.accessToken({ now: NOW + seconds * 1000, ttl });
    const evicted = await world.connect(first, { query: close });
    const newer = await world.connect(second, { query: close });
    expect(evicted.closed?.code).toBe(4000);
    // The vendor's client comes back by itself, with the token it had.
    const back = await world.connect(first, { query: close });
    expect([back.closed, newer.closed]).toEqual([undefined, undefined]);
    expect(world.bridge.connections()).toHaveLength(2);
  });

  it('lets a client replace its own dead socket with the token it had', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    const halfOpen = await world.connect(token, { query: close });
    const again = await world.connect(token, { query: close });
    expect([halfOpen.closed?.code, again.closed]).toEqual([4000, undefined]);
  });
});

describe('the end of a token', () => {
  it('is pushed, then closes a v2 socket on the manual clock', async () => {
    const world = await World.create();
    const socket = await world.connect(await world.accessToken({ ttl: 60 }));
    const { fired } = await world.time.advance({ kind: 'seconds', seconds: 60 });
    expect(fired).toEqual([{ due: '2026-03-01T12:01:00.000Z', what: 'token expiry', sid: ALICE }]);
    expect(socket.frames.at(-1)).toEqual({ event_type: 'tokenExpired', payload: {} });
    expect(socket.closed).toEqual({ code: 4001, reason: 'Token expired' });
    expect(world.bridge.connections()).toEqual([]);
  });

  it('only closes a v2 socket on a real clock, where the client keeps time itself', async () => {
    const world = await World.create('real');
    const socket = await world.connect(await world.accessToken({ ttl: 60 }));
    world.host.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(socket.types).toEqual(['init']);
    expect(socket.closed).toEqual({ code: 4001, reason: 'Token expired' });
  });

  it('leaves a v1 socket open', async () => {
    const world = await World.create();
    const socket = await world.connect(await world.capabilityToken({ ttl: 60 }), { path: V1 });
    await world.time.advance({ kind: 'seconds', seconds: 600 });
    await world.makeAvailable();
    expect(socket.closed).toBeUndefined();
    expect(socket.types).toEqual(['worker.activity.update']);
  });

  it('is forgotten with the socket', async () => {
    const world = await World.create();
    const socket = await world.connect(await world.accessToken({ ttl: 60 }));
    expect(world.runtime.nextTimer()?.what).toBe('token expiry');
    socket.drop();
    expect(world.runtime.nextTimer()?.what).toBe('worker disconnected');
    expect(world.host.timers).toBe(0);
  });
});

describe('a connection that goes wrong', () => {
  it('is told why when the peer leaves too much unread, then cut', async () => {
    const world = await World.create();
    const slow = await world.connect(await world.accessToken());
    const quick = await world.connect(await world.accessToken());
    slow.unread = MAX_BUFFERED_BYTES + 1;
    await world.makeAvailable();
    expect([slow.closed, quick.closed]).toEqual([{ code: 4008, reason: 'Client reads too slowly' }, undefined]);
    expect(world.bridge.connections()).toHaveLength(1);
    expect(world.log).toEqual([
      {
        level: 'warn',
        message: 'Client reads too slowly',
        facts: { connection: 'connection-1', worker: ALICE, buffered: MAX_BUFFERED_BYTES + 1 },
      },
    ]);
    await world.run({ type: 'worker.update', sid: ALICE, activitySid: BREAK });
    expect([slow.types.length, quick.types.length]).toEqual([2, 3]);
    world.host.advance(FAREWELL_MS - 1);
    expect(slow.terminated).toBe(false);
    world.host.advance(1);
    expect([slow.terminated, quick.terminated]).toEqual([true, false]);
  });

  it('is not cut any more when the slow peer has read up and gone', async () => {
    const world = await World.create();
    const slow = await world.connect(await world.accessToken());
    slow.unread = MAX_BUFFERED_BYTES + 1;
    await world.makeAvailable();
    slow.drop();
    world.host.advance(FAREWELL_MS);
    expect([slow.terminated, world.host.timers]).toEqual([false, 0]);
  });

  it('does not disturb the command whose frame it cannot take', async () => {
    const world = await World.create();
    const socket = await world.connect(await world.accessToken());
    socket.broken = true;
    await world.makeAvailable();
    expect(socket.terminated).toBe(true);
    expect(world.bridge.connections()).toEqual([]);
  });

  it('closes when the worker is deleted', async () => {
    const world = await World.create();
    const v2 = await world.connect(await world.accessToken());
    const v1 = await world.connect(await world.capabilityToken(), { path: V1 });
    await world.run({ type: 'worker.delete', sid: ALICE });
    expect([v1.closed, v2.closed]).toEqual(Array(2).fill({ code: 4004, reason: 'Worker was deleted' }));
    expect(world.bridge.connections()).toEqual([]);
  });

  it('closes at its next heartbeat when the workspace is gone', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    const socket = await world.connect(token);
    await world.runtime.deleteWorkspace(WORKSPACE);
    expect((await world.command(token, 'GET', `Workspaces/${WORKSPACE}/Activities`)).status).toBe(403);
    world.host.advance(KEEP_ALIVE);
    expect([socket.heartbeats, socket.closed?.code]).toEqual([0, 4004]);
  });

  it('makes a v2 client connect again rather than send what its handler would throw on', async () => {
    const world = await World.create();
    const v2 = await world.connect(await world.accessToken());
    const v1 = await world.connect(await world.capabilityToken(), { path: V1 });
    const { activity } = await world.run({ type: 'activity.create', friendlyName: 'Lunch', available: false });
    expect(v2.closed).toBeUndefined();
    await world.run({ type: 'worker.update', sid: ALICE, activitySid: activity?.sid ?? '' });
    expect(v2.types).toEqual(['init']);
    expect(v2.closed).toEqual({ code: 1012, reason: 'Activities or channels have changed; connect again' });
    expect(v1.types).toEqual(['worker.activity.update']);
    const again = await world.connect(await world.accessToken());
    await world.run({ type: 'task-channel.create', friendlyName: 'Fax', uniqueName: 'fax' });
    await world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'fax', capacity: 7 });
    expect([again.types, again.closed?.code]).toEqual([['init'], 1012]);
  });

  it('is cut by a control call, closed by all, and by a reset', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    const [one, two, three] = [await world.connect(token), await world.connect(token), await world.connect(token)];
    expect(world.bridge.cut('connection-1')).toBe(true);
    expect(world.bridge.cut('connection-2', 4321, 'because')).toBe(true);
    expect(world.bridge.cut('connection-2')).toBe(false);
    expect(one?.closed).toEqual({ code: 4009, reason: 'Closed by a control call' });
    expect(two?.closed).toEqual({ code: 4321, reason: 'because' });
    world.bridge.closeAll({ code: 1001, reason: 'Server is shutting down' });
    expect(three?.closed).toEqual({ code: 1001, reason: 'Server is shutting down' });
    world.bridge.reset();
    await world.connect(token);
    expect(world.bridge.connections().map(({ id }) => id)).toEqual(['connection-1']);
  });
});

describe('disconnectActivitySid', () => {
  const leaving = { path: V1, query: { disconnectActivitySid: BREAK } };

  async function activity(world: World): Promise<string | undefined> {
    await world.runtime.inFlight.settle(1_000);
    return world.runtime.read(WORKSPACE, (state) => state.tables.worker.get(ALICE)?.activitySid);
  }

  it('is entered when the worker’s last socket goes', async () => {
    const world = await World.create();
    await world.makeAvailable();
    const token = await world.capabilityToken();
    const [one, two] = [await world.connect(token, leaving), await world.connect(token, leaving)];
    one?.drop();
    expect(await activity(world)).not.toBe(BREAK);
    two?.drop();
    expect(await activity(world)).toBe(BREAK);
  });

  it('is not entered by a server that shuts down, nor against the token’s policies', async () => {
    const world = await World.create();
    await world.makeAvailable();
    await world.connect(await world.capabilityToken(), leaving);
    world.bridge.closeAll({ code: 1001, reason: 'Server is shutting down' });
    expect(await activity(world)).not.toBe(BREAK);
    const url = `https://event-bridge.twilio.com${V1}`;
    const reader = await world.capabilityToken({ policies: [{ url, method: 'GET', allow: true }] });
    (await world.connect(reader, leaving)).drop();
    expect(await activity(world)).not.toBe(BREAK);
    expect(world.log.at(-1)).toMatchObject({ level: 'warn', message: 'disconnectActivitySid is not applied' });
  });

  it('says so in the log when there is no such activity', async () => {
    const world = await World.create();
    const query = { disconnectActivitySid: QUEUE };
    (await world.connect(await world.capabilityToken(), { path: V1, query })).drop();
    await activity(world);
    expect(world.log).toMatchObject([{ message: 'disconnectActivitySid is not applied', facts: { worker: ALICE } }]);
  });
});
