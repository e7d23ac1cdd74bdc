import { describe, expect, it } from 'vitest';
import { ALICE, BOB, PUSH_DELAY, QUEUE, WORKSPACE, World } from './support/world.ts';

const worker = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;
const attributes = (n: number): object => ({ Attributes: { n } });

async function openAlice(world: World) {
  const token = await world.accessToken();
  const socket = await world.connect(token);
  socket.clear();
  return { token, socket };
}

/** Resolves when it has happened, within the same moment. */
async function changed({ runtime }: World, sid: string, n = 0): Promise<void> {
  const attributes = { text: `{"n":${n}}`, value: { n } };
  await runtime.dispatch(WORKSPACE, { type: 'worker.update', sid, attributes }, { type: 'account', sid: '' });
}

describe('answer, then push', () => {
  it('holds the frames of a command until shortly after its response', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const reply = await world.command(token, 'POST', worker, attributes(1), { unfinished: true });
    expect(reply.status).toBe(200);
    world.host.advance(1_000);
    expect(socket.types).toEqual([]);
    expect(world.runtime.inFlight.list()).toEqual([{ what: 'frame', sid: ALICE }]);
    reply.finish();
    await world.letFramesOut(PUSH_DELAY - 1);
    expect(socket.types).toEqual([]);
    await world.letFramesOut(1);
    expect(socket.types).toEqual(['worker.attributes.update']);
    expect(world.runtime.inFlight.list()).toEqual([]);
  });

  it('holds them for every session of the worker, and on either wire', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const v1 = await world.connect(await world.capabilityToken(), { path: `/v1/wschannels/${sidPath()}` });
    await world.command(token, 'POST', worker, attributes(1));
    expect([...socket.types, ...v1.types]).toEqual([]);
    await world.letFramesOut();
    expect(socket.types).toEqual(['worker.attributes.update']);
    expect(v1.types).toEqual(['worker.attributes.update']);
  });

  it('does not delay the frames of other workers', async () => {
    const world = await World.create();
    await world.run({ type: 'task-queue.update', sid: QUEUE, maxReservedWorkers: 2 });
    await world.makeAvailable(ALICE);
    await world.makeAvailable(BOB);
    const { token, socket } = await openAlice(world);
    const bob = await world.connect(await world.accessToken({ worker: BOB }));
    bob.clear();
    const task = await world.createTask();
    expect(bob.types).toEqual(['reservation.created']);
    const own = socket.frames.find((frame) => frame.event_type === 'reservation.created')?.payload.sid;
    socket.clear();
    const url = `Workspaces/${WORKSPACE}/Tasks/${task}/Reservations/${own}`;
    const reply = await world.command(token, 'POST', url, { ReservationStatus: 'accepted' }, { unfinished: true });
    expect(reply.status).toBe(200);
    expect(bob.types).toEqual(['reservation.created', 'reservation.rescinded', 'task.updated']);
    expect(socket.types).toEqual([]);
    reply.finish();
    await world.letFramesOut();
    expect(socket.types).toEqual(['reservation.accepted', 'task.updated']);
  });

  it('keeps what others do behind the frames that are held', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const reply = await world.command(token, 'POST', worker, attributes(1), { unfinished: true });
    await world.makeAvailable(ALICE);
    expect(socket.types).toEqual([]);
    reply.finish();
    await world.letFramesOut();
    expect(socket.types).toEqual(['worker.attributes.update', 'worker.activity.update']);
  });

  it('does not hold what others do while a command has not taken effect', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const reply = await world.command(token, 'GET', worker, {}, { unfinished: true });
    await world.makeAvailable(ALICE);
    expect(socket.types).toEqual(['worker.activity.update']);
    reply.finish();
  });

  it('arms no timer for a request that changes nothing', async () => {
    const world = await World.create();
    const { token } = await openAlice(world);
    const before = world.host.timers;
    await world.command(token, 'GET', worker);
    expect(world.host.timers).toBe(before);
    await world.command(token, 'POST', worker, attributes(1));
    expect(world.host.timers).toBe(before + 1);
  });

  it('neither reorders nor starves overlapping commands', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const order = (): unknown[] => socket.frames.map(({ payload }) => JSON.parse(String(payload.attributes)).n);
    const first = await world.command(token, 'POST', worker, attributes(1), { unfinished: true });
    const second = await world.command(token, 'POST', worker, attributes(2), { unfinished: true });
    second.finish();
    await world.letFramesOut();
    expect(order()).toEqual([]);
    const third = await world.command(token, 'POST', worker, attributes(3), { unfinished: true });
    first.finish();
    await world.letFramesOut();
    // The third is still open: it holds its own frames only.
    expect(order()).toEqual([1, 2]);
    third.finish();
    await world.letFramesOut();
    expect(order()).toEqual([1, 2, 3]);
  });

  it('has no overtaking in a thousand acceptances', async () => {
    const world = await World.create();
    await world.run({ type: 'worker-channel.update', workerSid: ALICE, channel: 'default', capacity: 2_000 });
    await world.makeAvailable(ALICE);
    const { token, socket } = await openAlice(world);
    const reservations: string[] = [];
    for (let count = 0; count < 1_000; count += 1) await world.createTask();
    for (const { event_type, payload } of socket.frames) {
      if (event_type === 'reservation.created') reservations.push(String(payload.sid));
    }
    expect(reservations).toHaveLength(1_000);
    socket.clear();
    let overtakes = 0;
    for (const [index, reservation] of reservations.entries()) {
      const url = `${worker}/Reservations/${reservation}`;
      const reply = await world.command(token, 'POST', url, { ReservationStatus: 'accepted' }, { unfinished: true });
      if (socket.texts.length > 2 * index) overtakes += 1;
      reply.finish();
      await world.letFramesOut();
      expect(reply.status).toBe(200);
    }
    expect(overtakes).toBe(0);
    const accepted = socket.frames.filter((frame) => frame.event_type === 'reservation.accepted');
    expect(accepted.map(({ payload }) => payload.sid)).toEqual(reservations);
  });

  it('releases the frames of a request whose client went away before its answer', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const request = new Request('http://127.0.0.1:8787/v1/wschannels', {
      method: 'POST',
      body: JSON.stringify({ url: worker, method: 'POST', params: attributes(1), token }),
    });
    // The host says so at once, before anything of the request is read.
    await world.bridge.http(request, { onFinished: (run) => run(), pushDelayMs: PUSH_DELAY });
    await world.letFramesOut();
    expect(socket.types).toEqual(['worker.attributes.update']);
  });

  it('follows the reply by one turn of the event loop where a host asks for no delay', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const finished: (() => void)[] = [];
    const request = new Request('http://127.0.0.1:8787/v1/wschannels', {
      method: 'POST',
      body: JSON.stringify({ url: worker, method: 'POST', params: attributes(1), token }),
    });
    await world.bridge.http(request, { onFinished: (run) => finished.push(run), pushDelayMs: 0 });
    for (const run of finished) run();
    expect(socket.types).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(socket.types).toEqual(['worker.attributes.update']);
  });

  it('lists reservations after the frames that tell of them', async () => {
    const world = await World.create();
    await world.makeAvailable(ALICE);
    const { token, socket } = await openAlice(world);
    await world.createTask();
    const [offer] = socket.frames;
    socket.clear();
    const url = `${worker}/Reservations/${offer?.payload.sid}`;
    const accepting = await world.command(token, 'POST', url, { ReservationStatus: 'accepted' }, { unfinished: true });
    const waiting = world.host.timers;
    let listed = false;
    const listing = world.command(token, 'GET', `${worker}/Reservations`, { Active: 'true' }).then((reply) => {
      listed = true;
      return reply;
    });
    await world.host.armed(waiting + 1);
    expect(listed).toBe(false);
    accepting.finish();
    await world.letFramesOut();
    const reply = await listing;
    expect(socket.types).toEqual(['reservation.accepted', 'task.updated']);
    expect(reply.body.payload).toMatchObject({ contents: [{ reservation_status: 'accepted' }] });
  });

  it('lists reservations all the same when a response does not get finished', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    await world.command(token, 'POST', worker, attributes(1), { unfinished: true });
    const waiting = world.host.timers;
    const listing = world.command(token, 'GET', `${worker}/Reservations`, { Active: 'true' });
    await world.host.armed(waiting + 1);
    world.host.advance(1_000);
    expect((await listing).status).toBe(200);
    expect(socket.types).toEqual([]);
  });

  it('sends frames only to the sessions that were open when it happened', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const reply = await world.command(token, 'POST', worker, attributes(1), { unfinished: true });
    const later = await world.connect(token);
    reply.finish();
    await world.letFramesOut();
    expect(socket.types).toEqual(['worker.attributes.update']);
    expect(later.types).toEqual(['init']);
  });

  it('sends what commands of one moment bring in their order, and has it in flight until then', async () => {
    const world = await World.create();
    const { socket } = await openAlice(world);
    await Promise.all([changed(world, ALICE, 1), changed(world, ALICE, 2), changed(world, ALICE, 3)]);
    expect([socket.frames, world.runtime.inFlight.list()]).toEqual([[], [{ what: 'frames', sid: '' }]]);
    await world.momentOver();
    expect(socket.frames.map(({ payload }) => payload.attributes)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(world.runtime.inFlight.list()).toEqual([]);
  });

  it.each([
    ['a control call', (world: World) => world.bridge.cut('connection-1')],
    [
      'the end of the server',
      (world: World) => world.bridge.closeAll({ code: 1001, reason: 'Server is shutting down' }),
    ],
  ])('sends what happened in the moment before %s closes a socket', async (_, close) => {
    const world = await World.create();
    const { socket } = await openAlice(world);
    await changed(world, ALICE);
    close(world);
    expect([socket.closed === undefined, socket.types]).toEqual([false, ['worker.attributes.update']]);
  });

  it('sends what others have coming when one frame cannot be sent, at once or held', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    const bob = await world.connect(await world.accessToken({ worker: BOB }));
    bob.clear();
    const failure = new Error('Nobody knows how much is unread');
    Object.assign(socket, {
      buffered: () => {
        throw failure;
      },
    });
    await Promise.all([changed(world, ALICE), changed(world, BOB)]);
    await world.momentOver();
    expect(bob.types).toEqual(['worker.attributes.update']);
    await world.command(token, 'POST', worker, attributes(2));
    await world.letFramesOut();
    const line = { level: 'error', message: 'A frame could not be sent', facts: { error: failure } };
    expect(world.log).toEqual([line, line]);
    expect(world.runtime.inFlight.list()).toEqual([]);
  });

  it('leaves nothing in flight when the server is reset', async () => {
    const world = await World.create();
    const { token, socket } = await openAlice(world);
    await world.command(token, 'POST', worker, attributes(1), { unfinished: true });
    await world.runtime.reset();
    world.bridge.reset();
    expect(world.runtime.inFlight.list()).toEqual([]);
    expect(socket.types).toEqual([]);
    expect(socket.closed).toEqual({ code: 1012, reason: 'Server state was reset' });
  });
});

function sidPath(): string {
  return `AC${'1'.padStart(32, '0')}/${ALICE}`;
}
