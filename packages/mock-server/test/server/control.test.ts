import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { control, linesOf, rest } from './http.ts';

let server: MockServer;
let workspaceSid: string;

beforeAll(async () => {
  server = await startMockServer({ now: '2026-01-31T08:00:00Z', randomSeed: 7 });
  workspaceSid = server.ready.workspaces[0]?.sid ?? '';
});

afterAll(() => server.close());

async function connect(worker: string): Promise<WebSocket> {
  const token = await server.token({ worker });
  const socket = new WebSocket(`${server.ready.wsUrl}/v1/wschannels?token=${token}&clientVersion=2.1.1`);
  await new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('error', reject);
  });
  return socket;
}

describe('time', () => {
  it('is told, moved and switched', async () => {
    expect(await control(server, '/time')).toMatchObject({
      status: 200,
      body: { mode: 'manual', now: '2026-01-31T08:00:00.000Z', next: null },
    });
    const task = await rest(server, `/Workspaces/${workspaceSid}/Tasks`, { Timeout: '60' });
    expect((await control(server, '/time')).body).toMatchObject({
      next: { due: '2026-01-31T08:01:00.000Z', what: 'task timeout', sid: task.body['sid'] },
    });
    const advanced = await control(server, '/time/advance', { seconds: 60 });
    expect(advanced.body).toEqual({
      now: '2026-01-31T08:01:00.000Z',
      fired: [{ due: '2026-01-31T08:01:00.000Z', what: 'task timeout', sid: task.body['sid'] }],
      inFlight: [],
    });
    expect((await control(server, '/time/advance', { next: true })).body).toMatchObject({
      now: '2026-01-31T08:06:00.000Z',
    });
    expect((await control(server, '/time/mode', { mode: 'real' })).body).toMatchObject({ mode: 'real' });
    expect(await control(server, '/time/advance', { seconds: 1 })).toMatchObject({
      status: 409,
      body: { code: 'clock_is_real' },
    });
    expect((await control(server, '/time/mode', { mode: 'manual' })).body).toMatchObject({ mode: 'manual' });
  });

  const wrong = [
    [{}, 'exactly one'],
    [{ seconds: 1, next: true }, 'exactly one'],
    [{ seconds: -1 }, 'seconds must be 0 or more'],
    [{ seconds: '1' }, 'seconds must be a number'],
    [{ seconds: 1e12 }, 'seconds must be at most'],
    [{ to: 'soon' }, 'to must be an ISO 8601'],
    [{ next: false }, 'next must be true'],
    [{ second: 1 }, 'second is not a field of this call'],
    ['{"seconds":', 'is not JSON'],
    ['[1]', 'must be an object'],
  ] as const;
  it.each(wrong)('does not move by %j', async (body, message) => {
    const before = server.time.report();
    expect(await control(server, '/time/advance', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', message: expect.stringContaining(message) },
    });
    expect(server.time.report()).toEqual(before);
  });

  it('does not go back', async () => {
    expect(await control(server, '/time/advance', { to: '2020-01-01T00:00:00Z' })).toMatchObject({
      status: 400,
      body: { code: 'in_the_past' },
    });
  });
});

describe('moments between milliseconds', () => {
  it('are rounded, so that the time told can be gone to', async () => {
    await using own = await startMockServer();
    const { now } = (await control(own, '/time/advance', { seconds: 0.0015 })).body;
    expect((await control(own, '/time/advance', { to: now })).status).toBe(200);
  });
});

describe('state', () => {
  it('settles', async () => {
    expect(await control(server, '/settle', '')).toMatchObject({ status: 200, body: { settled: true } });
    expect(await control(server, '/settle', { timeoutMs: -1 })).toMatchObject({ status: 400 });
  });

  it('is not settled while something is in flight', async () => {
    let release = (): void => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.clock.setTimeout(() => blocked as unknown as undefined, 0);
    const advance = server.time.advance({ seconds: 0 });
    await expect.poll(() => server.time.next()).toBeNull();
    expect(await control(server, '/settle', { timeoutMs: 1 })).toMatchObject({
      status: 504,
      body: { code: 'not_settled', inFlight: [{ what: 'client timer', sid: '' }] },
    });
    release();
    expect(await advance).toMatchObject({ inFlight: [] });
  });

  it('goes back to the start, and closes sockets with a reason', async () => {
    const socket = await connect('alice');
    const closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, reason.toString()])));
    expect(await control(server, '/reset', {})).toEqual({
      status: 200,
      headers: expect.anything(),
      body: { now: '2026-01-31T08:00:00.000Z', workspaces: [workspaceSid] },
    });
    expect(await closed).toEqual([1012, 'Server state was reset']);
  });

  it('is not replaced by a seed that is none', async () => {
    expect(await control(server, '/reset', { seed: { version: 3 } })).toMatchObject({
      status: 400,
      body: { code: 'invalid_seed', message: expect.stringContaining('version must be 1') },
    });
    expect(await control(server, '/reset', { seed: 'none' })).toMatchObject({ status: 400 });
    expect((await rest(server, `/Workspaces/${workspaceSid}`)).status).toBe(200);
  });
});

describe('connections', () => {
  it('are listed and cut', async () => {
    const socket = await connect('bob');
    const { body } = await control(server, '/connections');
    const [connection] = body as unknown as { id: string; worker: string }[];
    expect(connection).toEqual({
      id: expect.any(String),
      worker: server.ready.workspaces[0]?.workers['bob'],
      path: '/v1/wschannels',
      since: server.time.report().now,
      clientVersion: '2.1.1',
    });
    const path = `/connections/${connection?.id}`;
    expect(await control(server, path, { code: 1005 }, { method: 'DELETE' })).toMatchObject({ status: 400 });
    expect(await control(server, path, { reason: 'ä'.repeat(62) }, { method: 'DELETE' })).toMatchObject({
      status: 400,
    });
    const closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, reason.toString()])));
    const cut = await control(server, path, { code: 4321, reason: 'cut in a test' }, { method: 'DELETE' });
    expect(cut).toMatchObject({ status: 200, body: { id: connection?.id, closed: true } });
    expect(await closed).toEqual([4321, 'cut in a test']);
    await expect.poll(async () => (await control(server, '/connections')).body).toEqual([]);
    expect(await control(server, path, undefined, { method: 'DELETE' })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });
});

describe('tokens', () => {
  it('are minted for workers, queues and workspaces', async () => {
    const minted = await control(server, '/tokens', { worker: 'alice', ttl: 60 });
    expect(minted).toMatchObject({ status: 201, body: { kind: 'access', token: expect.stringMatching(/^ey/) } });
    const left = Date.parse(String(minted.body['expiresAt'])) - server.clock.now();
    expect(left).toBeGreaterThan(58_999);
    expect(left).toBeLessThanOrEqual(60_000);
    expect(await control(server, '/tokens', { taskQueue: 'Voice' })).toMatchObject({ body: { kind: 'capability' } });
    expect(await control(server, '/tokens', { workspace: 'Support Desk' })).toMatchObject({ body: { kind: 'access' } });
    expect(await control(server, '/tokens', { worker: 'alice', workspace: workspaceSid })).toMatchObject({
      status: 201,
    });
  });

  it('open sockets however far the clock was moved before', async () => {
    await server.time.advance({ seconds: 100_000 });
    const socket = await connect('carol');
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
    await control(server, '/reset', {});
  });

  const wrong = [
    [{}, 400, 'must name a worker'],
    [{ worker: 'alice', taskQueue: 'Voice' }, 400, 'must name a worker'],
    [{ worker: 'zoe' }, 404, 'There is no worker "zoe"'],
    [{ taskQueue: 'Fax' }, 404, 'There is no task queue "Fax"'],
    [{ worker: 'alice', workspace: 'Other' }, 404, 'There is no worker'],
    [{ worker: 'alice', kind: 'magic' }, 400, 'kind must be'],
    [{ worker: 'alice', role: 'king' }, 400, 'role must be'],
    [{ worker: 'alice', ttl: 86_401 }, 400, 'ttl must be at most 86400'],
    [{ worker: 'alice', kind: 'capability', role: 'admin' }, 400, 'role is for access tokens'],
    [{ taskQueue: 'Voice', kind: 'access' }, 400, 'kind must be "capability"'],
    [{ workspace: workspaceSid, role: 'worker' }, 400, 'worker'],
  ] as const;
  it.each(wrong)('are refused for %j', async (body, status, message) => {
    expect(await control(server, '/tokens', body)).toMatchObject({
      status,
      body: { message: expect.stringContaining(message) },
    });
  });

  it('are never minted with secrets from outside', async () => {
    await using outside = await startMockServer({ authToken: 'a'.repeat(32) });
    expect(outside.ready).toMatchObject({ authToken: null, apiKeySecret: expect.any(String) });
    expect(await control(outside, '/tokens', { worker: 'alice' })).toMatchObject({
      status: 403,
      body: { code: 'credentials_from_outside' },
    });
    const page = await (await fetch(outside.url)).text();
    expect(page).not.toContain('a'.repeat(32));
    expect(page).toContain('given from outside, not shown');
  });
});

describe('the stream', () => {
  it('has no headers alone to ask for', async () => {
    const { status } = await control(server, '/stream', undefined, { method: 'HEAD' });
    expect(status).toBe(405);
  });

  it('tells the clock, the connections, every new line and a reset', async () => {
    const abort = new AbortController();
    const response = await fetch(`${server.url}/control/stream`, { signal: abort.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const lines = linesOf(response.body);
    const next = async (event: string): Promise<unknown> => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error(`The stream ended before ${event}`);
        if (value === `event: ${event}`) return JSON.parse(String((await lines.next()).value).slice('data: '.length));
      }
    };
    expect(await next('clock')).toMatchObject({ mode: 'manual' });
    expect(await next('connections')).toEqual([]);
    const task = await rest(server, `/Workspaces/${workspaceSid}/Tasks`, { Attributes: '{}' });
    expect(await next('journal')).toMatchObject({ type: 'task.created', resourceSid: task.body['sid'] });
    const socket = await connect('alice');
    expect(await next('connections')).toHaveLength(1);
    await control(server, '/reset', {});
    expect(await next('reset')).toMatchObject({ now: '2026-01-31T08:00:00.000Z' });
    expect(await next('journal')).toMatchObject({ sequence: 1, type: 'taskbay.workspace.created' });
    socket.terminate();
    abort.abort();
  });
});

describe('paths that are no call', () => {
  it.each(['/snapshot', '/faults', '/tasks/WT1/trace', '', '/nothing', '/constructor'])('%s', async (path) => {
    expect(await control(server, path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('name the methods of a call', async () => {
    const answer = await control(server, '/time', {});
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(answer.body['message']).toContain('use GET');
  });

  it('refuse a body beyond the limit', async () => {
    const answer = await control(server, '/settle', `{"timeoutMs":${' '.repeat(70_000)}1}`);
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });
});
