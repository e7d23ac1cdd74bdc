import { describe, expect, it } from 'vitest';
import { ACCOUNT, ALICE, AVAILABLE, OFFLINE, WORKSPACE, World } from './support/world.ts';

const V1 = { path: `/v1/wschannels/${ACCOUNT}/${ALICE}` };
const NOT = { query: { setWorkerOfflineIfDisconnected: 'false' } };

describe('a worker without a socket (WORK-6)', () => {
  async function setUp(): Promise<World> {
    const world = await World.create();
    await world.makeAvailable();
    return world;
  }

  const pass = (world: World, seconds: number) => world.time.advance({ kind: 'seconds', seconds });

  async function activity(world: World): Promise<string | undefined> {
    await world.runtime.inFlight.settle(1_000);
    return world.runtime.read(WORKSPACE, (state) => state.tables.worker.get(ALICE)?.activitySid);
  }

  it('goes to the timeout activity after 10 s of server time', async () => {
    const world = await setUp();
    (await world.connect(await world.accessToken())).drop();
    const before = await pass(world, 9.999);
    expect([before.fired, await activity(world)]).toEqual([[], AVAILABLE]);
    const { fired } = await pass(world, 0.001);
    expect(fired).toEqual([{ due: '2026-03-01T12:00:10.000Z', what: 'worker disconnected', sid: ALICE }]);
    expect(await activity(world)).toBe(OFFLINE);
    const read = await world.runtime.journal.read(WORKSPACE, 0);
    expect(read.kind === 'ok' && read.batches.at(-1)).toMatchObject({ actor: { type: 'workspace', sid: WORKSPACE } });
  });

  it('stays when a socket of either wire comes back in time', async () => {
    const world = await setUp();
    (await world.connect(await world.accessToken())).drop();
    await pass(world, 9);
    const again = await world.connect(await world.accessToken());
    await pass(world, 60);
    expect(await activity(world)).toBe(AVAILABLE);
    again.drop();
    await pass(world, 9);
    await world.connect(await world.capabilityToken(), V1);
    await pass(world, 60);
    expect(await activity(world)).toBe(AVAILABLE);
  });

  it('counts from the last of several sockets', async () => {
    const world = await setUp();
    const [one, two] = [await world.connect(await world.accessToken()), await world.connect(await world.accessToken())];
    one.drop();
    await pass(world, 60);
    expect(await activity(world)).toBe(AVAILABLE);
    two.drop();
    await pass(world, 10);
    expect(await activity(world)).toBe(OFFLINE);
  });

  it('stays when its last socket asked for that, or was a v1 one', async () => {
    const world = await setUp();
    const willing = await world.connect(await world.accessToken());
    const unwilling = await world.connect(await world.accessToken(), NOT);
    willing.drop();
    unwilling.drop();
    await pass(world, 60);
    expect(await activity(world)).toBe(AVAILABLE);
    const v2 = await world.connect(await world.accessToken());
    const v1 = await world.connect(await world.capabilityToken(), V1);
    v2.drop();
    v1.drop();
    await pass(world, 60);
    expect(await activity(world)).toBe(AVAILABLE);
  });

  it('goes when its token ran out and no new one came', async () => {
    const world = await setUp();
    await world.connect(await world.accessToken({ ttl: 60 }));
    await pass(world, 69);
    expect(await activity(world)).toBe(AVAILABLE);
    await pass(world, 1);
    expect(await activity(world)).toBe(OFFLINE);
  });

  it('is left alone by a server that shuts down or is reset, and by its own deletion', async () => {
    const world = await setUp();
    await world.connect(await world.accessToken());
    world.bridge.closeAll({ code: 1001, reason: 'Server is shutting down' });
    expect(world.runtime.nextTimer()).toBeUndefined();
    (await world.connect(await world.accessToken())).drop();
    await world.run({ type: 'worker.delete', sid: ALICE });
    await pass(world, 10);
    expect(world.log).toEqual([]);
  });
});
