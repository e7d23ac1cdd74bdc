import { describe, expect, it } from 'vitest';
import { type Answer, FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock, settled } from '../../test-support/manual-clock.ts';
import { accessToken, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { fakeHost, type Rig, readyRig, rig, SERVER } from '../../test-support/worker-under-test.ts';
import type { WorkerOptions } from '../options.ts';
import { BaseWorker } from './base-worker.ts';

const OWN = `Workspaces/${WS}/Workers/${WK}`;
const FORGED: Answer = { status: 403, body: { code: 20101, message: 'Invalid Access Token: the signature is wrong' } };

describe.each(['v1', 'v2'] as const)('a refused handshake on %s', (spelling) => {
  const fresh = (number: number) => (spelling === 'v2' ? accessToken : capabilityToken)(2_000_000_000 + number);
  const asked = ({ bridge }: Rig) => bridge.requests.filter(({ path }) => path === OWN).length;

  /** A session whose handshakes a test refuses, with the answer to the read that follows. */
  async function refusing(answer: () => Answer | Promise<Answer>, options: WorkerOptions = {}): Promise<Rig> {
    const made = rig(spelling, options);
    made.bridge.acceptsSockets = false;
    made.bridge.on(`GET ${OWN}`, answer);
    await settled();
    made.bridge.socket.refuse();
    await settled();
    return made;
  }

  it.each([
    ['a forged token', FORGED],
    ['a token that is not known', { status: 401, body: { code: 20003, message: 'Authenticate' } }],
    ['a worker that is gone', { status: 404, body: { code: 20404, message: 'No such worker' } }],
  ])('to %s ends with what the server says over HTTP', async (_, answer) => {
    const made = await refusing(() => answer);
    const { worker, heard, clock, bridge } = made;
    expect(heard).toEqual(['error network', 'error request_refused']);
    expect(worker.state).toBe('stopped');
    await expect(worker.whenReady()).rejects.toMatchObject({ code: 'disconnected' });
    await clock.advance(600_000);
    expect([bridge.sockets.length, asked(made)]).toEqual([1, 1]);
    await worker.disconnect();
    expect(clock.pending).toBe(0);
  });

  it('says so in the state, and after connect() again', async () => {
    const { worker, bridge, heard } = await refusing(() => FORGED);
    const reasons: string[] = [];
    worker.on('state', ({ state, reason }) => reasons.push(`${state} ${reason}`));
    worker.connect();
    await settled();
    bridge.socket.refuse();
    await settled();
    expect(reasons).toEqual(['connecting started', 'waiting connect_failed', 'stopped refused']);
    expect(heard.filter((name) => name === 'error request_refused')).toHaveLength(2);
  });

  it('of a token that is good changes nothing, and is asked about once', async () => {
    const made = await refusing(() => ({ payload: {} }));
    const { worker, bridge, clock, heard } = made;
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await clock.advance(30_000);
      bridge.socket.refuse();
      await settled();
    }
    expect(asked(made)).toBe(1);
    expect(worker.state).toBe('waiting');
    bridge.usually(`GET ${OWN}`);
    bridge.acceptsSockets = true;
    await clock.advance(30_000);
    expect(worker.state).toBe('ready');
    expect(new Set(heard)).toEqual(new Set(['error network', 'connected', 'ready']));
  });

  it.each([
    ['without a network', () => Promise.reject(new TypeError('fetch failed'))],
    ['by a proxy', () => ({ status: 404, body: '<html>no such backend</html>' })],
  ])('%s goes on; the token is asked about until the server answers', async (_, answer) => {
    const { worker, bridge, clock, heard } = await refusing(answer);
    expect(worker.state).toBe('waiting');
    expect(heard).toEqual(['error network']);
    bridge.on(`GET ${OWN}`, () => FORGED);
    await clock.advance(30_000);
    bridge.socket.refuse();
    await settled();
    expect(worker.state).toBe('stopped');
    expect(heard).toEqual(['error network', 'error network', 'error request_refused']);
  });

  it('is no question where a socket opened with the token', async () => {
    const made = await readyRig(spelling);
    const before = asked(made);
    made.bridge.acceptsSockets = false;
    made.bridge.on(`GET ${OWN}`, () => FORGED);
    made.bridge.socket.drop();
    await made.clock.advance(1000);
    made.bridge.socket.refuse();
    await settled();
    expect(made.worker.state).toBe('waiting');
    expect(asked(made)).toBe(before);
  });

  it('does not end a session whose next handshake succeeds before the answer', async () => {
    const gate: { open?: () => void } = {};
    const made = await refusing(() => new Promise((give) => (gate.open = () => give(FORGED))));
    const { worker, bridge, clock, heard } = made;
    bridge.usually(`GET ${OWN}`);
    bridge.acceptsSockets = true;
    await clock.advance(1000);
    gate.open?.();
    await settled();
    expect(worker.state).toBe('ready');
    expect(heard).toEqual(['error network', 'connected', 'ready']);
  });

  it('asks getToken for another token once', async () => {
    let calls = 0;
    const getToken = async () => fresh(++calls);
    const { worker, bridge, clock, heard } = await refusing(() => FORGED, { getToken });
    expect([calls, worker.state]).toEqual([1, 'waiting']);
    await clock.advance(1000);
    expect(bridge.socket.url).toContain(encodeURIComponent(fresh(1)));
    bridge.socket.refuse();
    await settled();
    expect([calls, worker.state]).toEqual([1, 'stopped']);
    expect(heard).toEqual(['error network', 'error network', 'error request_refused']);
  });

  it('waits for the token that getToken is asked for, whatever becomes of handshakes meanwhile', async () => {
    const gate: { open?: (token: string) => void } = {};
    const getToken = () => new Promise<string>((give) => (gate.open = give));
    const { worker, bridge, clock, heard } = await refusing(() => FORGED, { getToken });
    await clock.advance(1000);
    bridge.socket.refuse();
    await settled();
    expect([worker.state, heard]).toEqual(['waiting', ['error network', 'error network']]);
    bridge.usually(`GET ${OWN}`);
    bridge.acceptsSockets = true;
    gate.open?.(fresh(2));
    await clock.advance(30_000);
    expect(worker.state).toBe('ready');
  });

  it('is one question and one error, though it comes again before the answer', async () => {
    const gate: (() => void)[] = [];
    const made = await refusing(() => new Promise((give) => gate.push(() => give(FORGED))));
    await made.clock.advance(1000);
    made.bridge.socket.refuse();
    await settled();
    for (const open of gate) open();
    await settled();
    expect(asked(made)).toBe(1);
    expect([made.worker.state, made.heard]).toEqual([
      'stopped',
      ['error network', 'error network', 'error request_refused'],
    ]);
  });

  it('is over with the token that getToken gives', async () => {
    const { worker, bridge, clock, heard } = await refusing(() => FORGED, { getToken: async () => fresh(2) });
    bridge.usually(`GET ${OWN}`);
    bridge.acceptsSockets = true;
    await clock.advance(1000);
    expect(worker.state).toBe('ready');
    expect(heard).toEqual(['error network', 'connected', 'ready']);
  });
});

describe('a refused handshake with a token that cannot be read', () => {
  async function refusing(answer: Answer) {
    const [bridge, clock, heard] = [new FakeBridge('v2'), new ManualClock(), [] as string[]];
    bridge.acceptsSockets = false;
    bridge.on('GET Workspaces', () => answer);
    const worker = new BaseWorker('opaque', { serverUrl: SERVER }, fakeHost(clock, bridge, []));
    worker.on('error', ({ code }) => heard.push(code));
    await settled();
    bridge.socket.refuse();
    await settled();
    const asked = () => bridge.requests.filter(({ path }) => path === 'Workspaces').length;
    return { bridge, clock, heard, worker, asked };
  }

  it.each([
    ['forged', FORGED],
    ['of nobody', { status: 401, body: { code: 20003, message: 'Authenticate' } }],
  ])('that is %s ends with what the server says', async (_, answer) => {
    const { worker, heard, clock, bridge } = await refusing(answer);
    expect(heard).toEqual(['network', 'request_refused']);
    await expect(worker.whenReady()).rejects.toMatchObject({ code: 'disconnected' });
    await clock.advance(600_000);
    expect([worker.state, bridge.sockets.length, clock.pending]).toEqual(['stopped', 1, 0]);
  });

  it('that the server takes goes on, and is not asked about again', async () => {
    const answer = { status: 404, body: { code: 20404, message: 'The event bridge has no command GET Workspaces' } };
    const { worker, bridge, clock, asked } = await refusing(answer);
    await clock.advance(30_000);
    bridge.socket.refuse();
    await settled();
    expect([worker.state, asked()]).toEqual(['waiting', 1]);
    bridge.acceptsSockets = true;
    await clock.advance(30_000);
    expect(worker.state).toBe('ready');
    await worker.disconnect();
  });
});
