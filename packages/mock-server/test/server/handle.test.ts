import { MockServerError, SeedError, startMockServer } from '@taskbay/mock-server';
import { decodeToken } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { rest } from './http.ts';

const FIXED = { now: '2026-01-31T08:00:00Z', randomSeed: 7 } as const;

const first = <T extends object>(list: readonly T[]): T => {
  const [item] = list;
  if (item === undefined) throw new Error('The list is empty');
  return item;
};

describe('startMockServer', () => {
  it('@smoke starts on a free port with a manual clock and the support desk', async () => {
    await using server = await startMockServer({ now: FIXED.now });
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.ready).toMatchObject({ event: 'ready', url: server.url, wsUrl: server.url.replace('http', 'ws') });
    const workspace = first(server.ready.workspaces);
    expect(Object.keys(workspace.workers)).toEqual(['alice', 'bob', 'carol', 'dave']);
    expect(Object.keys(workspace.taskQueues)).toEqual(['Voice', 'Chat']);
    expect(Object.keys(workspace.taskChannels)).toEqual(['default', 'voice', 'sms', 'chat', 'video']);
    expect(server.time.report()).toEqual({ mode: 'manual', now: '2026-01-31T08:00:00.000Z', next: null });
    expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'ok' });
    expect(await rest(server, `/Workspaces/${workspace.sid}`)).toMatchObject({ status: 200 });
  });

  it('starts without a workspace', async () => {
    await using server = await startMockServer({ seed: 'none' });
    expect(server.ready.workspaces).toEqual([]);
    expect(await server.journal()).toEqual([]);
  });

  it('seeds tasks, which are routed at the start instant', async () => {
    const seed = {
      version: 1,
      workspaces: [
        {
          name: 'Desk',
          activities: [{ name: 'Available', available: true }],
          taskQueues: [{ name: 'All', targetWorkers: '1==1' }],
          workflows: [{ name: 'All', configuration: { task_routing: { default_filter: { queue: 'All' } } } }],
          workers: [{ name: 'alice' }],
          tasks: [{ workflow: 'All', attributes: { from: '+1' } }],
        },
      ],
    };
    await using server = await startMockServer({ seed, ...FIXED });
    const types = (await server.journal()).map(({ type }) => type);
    expect(types.slice(types.indexOf('task.created'))).toEqual([
      'task.created',
      'workflow.entered',
      'workflow.target-matched',
      'task-queue.entered',
      'reservation.created',
    ]);
    expect(server.time.next()).toMatchObject({ due: '2026-01-31T08:02:00.000Z', what: 'reservation timeout' });
  });

  const wrong = [
    ['port', { port: 65_536 }],
    ['host', { host: '' }],
    ['now', { now: 'yesterday' }],
    ['now', { now: Number.NaN }],
    ['randomSeed', { randomSeed: -1 }],
    ['journalLines', { journalLines: 0 }],
    ['allowOrigins', { allowOrigins: ['localhost'] }],
    ['accountSid', { accountSid: 'AC1' }],
    ['apiKeySid', { apiKeySid: 'AC00000000000000000000000000000001' }],
    ['authToken', { authToken: '' }],
  ] as const;
  it.each(wrong)('refuses a wrong %s', async (name, options) => {
    const failure = await startMockServer(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MockServerError);
    expect(failure).toMatchObject({ code: 'invalid_option', message: expect.stringContaining(`${name} is`) });
  });

  it('refuses a busy port', async () => {
    await using server = await startMockServer();
    const port = Number(new URL(server.url).port);
    await expect(startMockServer({ port })).rejects.toMatchObject({
      code: 'cannot_listen',
      message: expect.stringMatching(`Cannot listen on port ${port} of 127.0.0.1: it is in use`),
    });
  });
});

describe('the handle', () => {
  it('advances time through what falls due', async () => {
    await using server = await startMockServer(FIXED);
    const fired: string[] = [];
    server.clock.setTimeout(() => fired.push(`second at ${server.clock.now()}`), 2_000);
    const cancelled = server.clock.setTimeout(() => fired.push('never'), 1_500);
    server.clock.clearTimeout(cancelled);
    server.clock.setTimeout(() => fired.push(`first at ${server.clock.now()}`), 1_000);
    const start = Date.parse(FIXED.now);
    expect(server.time.next()).toMatchObject({ due: new Date(start + 1_000).toISOString(), what: 'client timer' });
    await server.time.advance({ next: true });
    expect(await server.time.advance({ seconds: 5 })).toMatchObject({ now: '2026-01-31T08:00:06.000Z' });
    expect(await server.time.advance({ to: '2026-01-31T09:00:00Z' })).toMatchObject({ fired: [], inFlight: [] });
    expect(fired).toEqual([`first at ${start + 1_000}`, `second at ${start + 2_000}`]);
  });

  it('refuses to advance a real clock, into the past, or by what is no amount', async () => {
    await using server = await startMockServer();
    await expect(server.time.advance({ to: '2001-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'in_the_past' });
    await expect(server.time.advance({ seconds: Number.POSITIVE_INFINITY })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(server.time.setMode('real')).toMatchObject({ mode: 'real' });
    await expect(server.time.advance({ seconds: 1 })).rejects.toMatchObject({ code: 'clock_is_real' });
  });

  it('mints tokens by name or SID', async () => {
    await using server = await startMockServer();
    const workspace = first(server.ready.workspaces);
    const byName = decodeToken(await server.token({ worker: 'alice' }))?.payload;
    expect(byName).toMatchObject({
      grants: { identity: 'alice', task_router: { worker_sid: workspace.workers['alice'], role: 'worker' } },
    });
    const capability = await server.token({ worker: workspace.workers['bob'] ?? '', kind: 'capability' });
    expect(decodeToken(capability)?.payload).toMatchObject({ worker_sid: workspace.workers['bob'] });
    await expect(server.token({ worker: 'zoe' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('resets to the start, byte for byte, and to another seed', async () => {
    await using server = await startMockServer(FIXED);
    const before = JSON.stringify(await server.journal());
    const workspace = first(server.ready.workspaces);
    await rest(server, `/Workspaces/${workspace.sid}/Tasks`, { Attributes: '{"channel":"voice","language":"en"}' });
    await server.time.advance({ seconds: 100 });
    expect(JSON.stringify(await server.journal())).not.toBe(before);
    await server.reset();
    expect(JSON.stringify(await server.journal())).toBe(before);
    expect(server.time.report()).toEqual({ mode: 'manual', now: '2026-01-31T08:00:00.000Z', next: null });
    await server.reset({ seed: { version: 1, workspaces: [] } });
    expect(server.ready.workspaces).toEqual([]);
    await server.reset();
    expect(first(server.ready.workspaces).sid).toBe(workspace.sid);
  });

  it('lets time that is being advanced arrive before it resets', async () => {
    await using server = await startMockServer(FIXED);
    for (let second = 1; second <= 50; second += 1) server.clock.setTimeout(() => undefined, second * 1_000);
    const [advanced] = await Promise.all([server.time.advance({ seconds: 60 }), server.reset(), server.reset()]);
    expect(advanced.fired).toHaveLength(50);
    expect(server.time.report()).toEqual({ mode: 'manual', now: '2026-01-31T08:00:00.000Z', next: null });
  });

  it('keeps everything when another seed is not usable', async () => {
    await using server = await startMockServer(FIXED);
    const before = JSON.stringify(await server.journal());
    const taskQueues = [{ name: 'Voice', targetWorkers: 'skills HAS' }];
    const activities = [{ name: 'Offline', available: false }];
    const seed = { version: 1, workspaces: [{ name: 'Desk', activities, taskQueues }] };
    await expect(server.reset({ seed })).rejects.toBeInstanceOf(SeedError);
    expect(JSON.stringify(await server.journal())).toBe(before);
  });

  it('gives lines of one workspace after a sequence', async () => {
    await using server = await startMockServer(FIXED);
    const { sid } = first(server.ready.workspaces);
    const all = await server.journal({ workspace: sid });
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    expect(await server.journal({ workspace: sid, after: 3 })).toEqual(all.slice(3));
    await expect(server.journal({ after: 3 })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(server.journal({ workspace: 'WS0' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can be read when it is closed, and refuses what would change it', async () => {
    const server = await startMockServer();
    await server.close();
    expect(await server.journal()).not.toEqual([]);
    const closed = { code: 'closed', message: 'The server is closed; start another with startMockServer()' };
    await expect(server.time.advance({ seconds: 1 })).rejects.toMatchObject(closed);
    await expect(server.reset()).rejects.toMatchObject(closed);
    expect(() => server.time.setMode('real')).toThrow(closed.message);
  });

  it.each(['accountSid', 'apiKeySid'] as const)(
    'tells what is wrong with its %s without showing it',
    async (option) => {
      const secret = 'f00d'.repeat(8);
      const starting = startMockServer({ [option]: secret });
      await expect(starting).rejects.toMatchObject({ code: 'invalid_option' });
      await expect(starting).rejects.toThrow(/ has 32 characters; it must be (AC|SK) and 32 hex digits$/);
      await expect(starting).rejects.not.toThrow(secret);
    },
  );

  it('leaves nothing open when it closes', async () => {
    const server = await startMockServer();
    const token = await server.token({ worker: 'alice' });
    const socket = new WebSocket(`${server.ready.wsUrl}/v1/wschannels?token=${token}&clientVersion=2.1.1`);
    await new Promise((resolve) => socket.once('message', resolve));
    const closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, reason.toString()])));
    const following = await fetch(`${server.url}/control/journal?follow=true`);
    const stream = await fetch(`${server.url}/control/stream`);
    await Promise.all([server.close(), server.close()]);
    expect(await closed).toEqual([1001, 'Server is shutting down']);
    // Both end instead of being cut: reading them to the end does not fail.
    expect(await following.text()).toContain('taskbay.workspace.created');
    expect(await stream.text()).toContain('event: clock');
    await expect(fetch(`${server.url}/health`)).rejects.toThrow('fetch failed');
  });
});
