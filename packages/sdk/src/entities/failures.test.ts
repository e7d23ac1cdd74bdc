import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock, settled } from '../../test-support/manual-clock.ts';
import { OFFLINE } from '../../test-support/payloads.ts';
import { AC, accessToken, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { fakeHost, readyRig, rig, SERVER, tokenFor } from '../../test-support/worker-under-test.ts';
import { TaskbayError } from '../errors.ts';
import type { FetchFunction, Host } from '../host.ts';
import { BaseWorker } from './base-worker.ts';

const OWN = `Workspaces/${WS}/Workers/${WK}`;

describe.each(['v1', 'v2'] as const)('failed calls on %s', (spelling) => {
  it('a refusal says status, body and what the server said', async () => {
    const { bridge, worker } = await readyRig(spelling);
    const body = { code: 20001, message: 'Worker has pending reservations.', status: 400 };
    bridge.on(`POST ${OWN}`, () => ({ status: 400, body }));
    const error = await worker.updateActivity(OFFLINE).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TaskbayError);
    expect(error).toMatchObject({ code: 'request_refused', status: 400, body });
    expect((error as TaskbayError).message).toContain('status 400: Worker has pending reservations. (See body)');
  });

  it.each([
    [500, '<html>oops</html>', 'request_refused'],
    [200, '<html>oops</html>', 'protocol'],
    [200, '{"other":1}', 'protocol'],
    [401, '', 'token_expired'],
    [401, '{"code":20104,"message":"expired"}', 'token_expired'],
    [401, '{"code":20101,"message":"bad signature"}', 'request_refused'],
  ] as const)('status %i with %s is %s', async (status, body, code) => {
    const { bridge, worker } = await readyRig(spelling);
    bridge.on(`POST ${OWN}`, () => ({ status, body }));
    await expect(worker.updateActivity(OFFLINE)).rejects.toMatchObject({ code });
  });

  it('a network failure keeps its cause', async () => {
    const { bridge, worker } = await readyRig(spelling);
    const cause = new TypeError('fetch failed');
    bridge.on(`POST ${OWN}`, () => Promise.reject(cause));
    await expect(worker.updateActivity(OFFLINE)).rejects.toMatchObject({ code: 'network', cause });
  });

  it('gives up after 15 s, also on a fetch that ignores signals', async () => {
    const { bridge, worker, clock } = await readyRig(spelling);
    bridge.hold(`POST ${OWN}`, () => ({}));
    const moving = expect(worker.updateActivity(OFFLINE)).rejects.toMatchObject({ code: 'timeout' });
    await settled();
    await clock.advance(15_000);
    await moving;
  });

  it('gives up with the caller’s signal, before and during', async () => {
    const { bridge, worker } = await readyRig(spelling);
    bridge.hold(`POST ${OWN}`, () => ({}));
    const controller = new AbortController();
    const moving = worker.updateActivity(OFFLINE, { signal: controller.signal });
    const expected = expect(moving).rejects.toMatchObject({ code: 'aborted', cause: 'changed my mind' });
    await settled();
    controller.abort('changed my mind');
    await expected;
    const sent = bridge.requests.length;
    await expect(worker.setAttributes({}, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(bridge.requests).toHaveLength(sent);
  });

  it('does not send what was given up while the platform’s fetch was being loaded', async () => {
    const [bridge, clock, controller] = [new FakeBridge(spelling), new ManualClock(), new AbortController()];
    let loading = (): void => undefined;
    const platform = fakeHost(clock, bridge, []);
    const find: Host['find'] = (name) => {
      if (name === 'fetch') loading();
      return platform.find(name);
    };
    const host = { ...platform, find };
    const worker = new BaseWorker(tokenFor(spelling, clock), { serverUrl: SERVER }, host);
    await worker.whenReady();
    const sent = bridge.requests.length;
    loading = () => controller.abort('late');
    const { signal } = controller;
    await expect(worker.updateActivity(OFFLINE, { signal })).rejects.toMatchObject({ code: 'aborted', cause: 'late' });
    await settled();
    expect(bridge.requests).toHaveLength(sent);
  });

  it('disconnect ends what is under way and leaves nothing behind', async () => {
    const { bridge, worker, clock, heard } = await readyRig(spelling);
    bridge.hold(`POST ${OWN}`, () => ({}));
    const moving = expect(worker.updateActivity(OFFLINE)).rejects.toMatchObject({ code: 'disconnected' });
    await settled();
    await worker.disconnect();
    await moving;
    expect(clock.pending).toBe(0);
    expect(bridge.socket.closedByClient).toBe(true);
    expect(heard).toEqual(['disconnected']);
    bridge.socket.send('worker.activity.update', {});
    bridge.socket.drop();
    await clock.advance(7_200_000);
    expect(bridge.sockets).toHaveLength(1);
    expect(heard).toEqual(['disconnected']);
    expect(worker.friendlyName).toBe('Alice');
    await expect(worker.updateActivity(OFFLINE)).rejects.toMatchObject({ code: 'disconnected' });
  });
});

describe('disconnecting at other moments', () => {
  it.each(['state', 'connected', 'ready'] as const)(
    'inside a listener of %s: nothing is announced after it',
    async (name) => {
      const { worker, clock, heard } = rig('v2');
      worker.on(name, () => {
        if (name !== 'state' || worker.state === 'starting') void worker.disconnect();
      });
      await settled();
      expect(heard.at(-1)).toBe('disconnected');
      expect(worker.state).toBe('stopped');
      expect(clock.pending).toBe(0);
      await expect(worker.whenReady()).rejects.toMatchObject({ code: 'disconnected' });
    },
  );

  it('right after construction: no socket is ever opened', async () => {
    const { worker, bridge, clock } = rig('v2');
    await worker.disconnect();
    await settled();
    expect(bridge.sockets).toHaveLength(0);
    expect(clock.pending).toBe(0);
    expect(worker.state).toBe('stopped');
  });

  it('while connecting and while waiting for the next attempt', async () => {
    const { worker, bridge, clock } = rig('v2');
    bridge.acceptsSockets = false;
    await settled();
    bridge.socket.refuse();
    expect(worker.state).toBe('waiting');
    await worker.disconnect();
    expect(clock.pending).toBe(0);
    worker.connect();
    await settled();
    expect(worker.state).toBe('connecting');
    await worker.disconnect();
    expect(clock.pending).toBe(0);
    expect(bridge.socket.closedByClient).toBe(true);
  });

  it('rejects calls that wait to learn who the worker is', async () => {
    const { worker, bridge } = rig('v2');
    bridge.acceptsSockets = false;
    await settled();
    const waiting = expect(worker.fetchActivities()).rejects.toMatchObject({ code: 'disconnected' });
    const controller = new AbortController();
    const given = worker.fetchChannels({ signal: controller.signal });
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: 'aborted' });
    await worker.disconnect();
    await waiting;
  });

  it('enters disconnectActivity first on v2, and says so in the query on v1', async () => {
    const { worker, bridge } = await readyRig('v2', { disconnectActivity: 'Offline' });
    bridge.on(`POST ${OWN}`, () => ({ status: 500, body: 'down' }));
    const codes: string[] = [];
    worker.on('error', ({ code }) => codes.push(code));
    await worker.disconnect();
    expect(bridge.requests.at(-1)?.params).toEqual({ ActivitySid: OFFLINE });
    expect(codes).toEqual(['request_refused']);
    expect(worker.state).toBe('stopped');
    const other = await readyRig('v1', { disconnectActivity: OFFLINE });
    expect(other.bridge.socket.url).toContain(`&disconnectActivitySid=${OFFLINE}`);
  });
});

describe('what cannot work throws at once', () => {
  const { clock, bridge } = rig('v2');
  const make = (token: string, options = {}) => new BaseWorker(token, options, fakeHost(clock, bridge, []));

  it.each([
    ['an empty token', () => make('')],
    ['a number for a token', () => make(42 as never)],
    ['an object that holds a token', () => make({ token: 'opaque' } as never)],
    ['a workspace token', () => make(capabilityToken(2_000_000_000, { channel: WS, worker_sid: undefined }))],
    ['a server URL of sockets', () => make('opaque', { serverUrl: 'ws://127.0.0.1:1' })],
    ['a server URL with a port that cannot be', () => make('opaque', { serverUrl: 'http://127.0.0.1:99999' })],
    ['a server URL with a query', () => make('opaque', { serverUrl: 'http://a/?b' })],
    // Of an address copied from a browser. Sockets have no fragments, and some browsers quote it, with the token behind it.
    ['a server URL with a fragment', () => make('opaque', { serverUrl: 'http://a/#/b' })],
    ['a region beside a server URL', () => make('opaque', { serverUrl: 'http://a', region: 'ie1' })],
    ['a region that is no part of a host', () => make('opaque', { region: 'ie1/x?' })],
    ['the v1 wire with an opaque token', () => make('opaque', { wire: 'v1' })],
  ])('%s', (_, attempt) => {
    expect(attempt).toThrowError(expect.objectContaining({ name: 'TaskbayError', code: 'usage' }));
  });

  it('chooses the wire by the token, or as told', async () => {
    const made = [
      make(capabilityToken(2_000_000_000)),
      make(accessToken(2_000_000_000)),
      make('opaque'),
      make(capabilityToken(2_000_000_000), { wire: 'v2' }),
    ];
    expect(made.map(({ wire }) => wire)).toEqual(['v1', 'v2', 'v2', 'v2']);
    for (const worker of made) await worker.disconnect();
  });

  it.each([
    ['v2', undefined, 'wss://event-bridge.twilio.com/v1/wschannels?'],
    ['v2', 'us1', 'wss://event-bridge.twilio.com/v1/wschannels?'],
    ['v2', 'ie1', 'wss://event-bridge.ie1.twilio.com/v1/wschannels?'],
    ['v1', undefined, `wss://event-bridge.twilio.com/v1/wschannels/${AC}/${WK}?`],
    ['v1', 'ie1-ix', `wss://event-bridge.ie1-ix.us1.twilio.com/v1/wschannels/${AC}/${WK}?`],
  ] as const)('%s in region %s opens %s', async (spelling, region, url) => {
    const made = rig(spelling);
    await made.worker.disconnect();
    const options = region === undefined ? {} : { region };
    const worker = new BaseWorker(tokenFor(spelling, made.clock), options, fakeHost(made.clock, made.bridge, []));
    await settled();
    expect(made.bridge.socket.url.startsWith(url)).toBe(true);
    if (spelling === 'v1') expect(made.bridge.requests[0]?.path).toBe(OWN);
    await worker.disconnect();
  });

  it('a runtime without WebSocket stops with usage', async () => {
    const made = rig('v2', { WebSocket: undefined as never });
    await made.worker.disconnect();
    const host = {
      ...fakeHost(made.clock, made.bridge, []),
      find: () => Promise.reject(new TaskbayError('usage', 'none')),
    };
    const worker = new BaseWorker(tokenFor('v2', made.clock), { serverUrl: 'http://a' }, host);
    const codes: string[] = [];
    worker.on('error', ({ code }) => codes.push(code));
    await settled();
    expect(codes).toEqual(['usage']);
    expect(worker.state).toBe('stopped');
    await worker.disconnect();
  });

  it('takes options.fetch without giving it another this', async () => {
    const made = rig('v2');
    await made.worker.disconnect();
    const seen: unknown[] = [];
    const fetch: FetchFunction = function (this: unknown, url, request) {
      seen.push(this);
      return made.bridge.fetch(url, request);
    };
    const options = { serverUrl: 'http://a', fetch };
    const worker = new BaseWorker(tokenFor('v2', made.clock), options, fakeHost(made.clock, made.bridge, []));
    await settled();
    expect(worker.state).toBe('ready');
    expect(new Set(seen)).toEqual(new Set([undefined]));
    await worker.disconnect();
  });
});
