import { describe, expect, it } from 'vitest';
import type { Answer } from '../../test-support/fake-bridge.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { accessToken, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { type Rig, readyRig, rig } from '../../test-support/worker-under-test.ts';
import type { WorkerOptions } from '../options.ts';

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

  it('is over with the token that getToken gives', async () => {
    const { worker, bridge, clock, heard } = await refusing(() => FORGED, { getToken: async () => fresh(2) });
    bridge.usually(`GET ${OWN}`);
    bridge.acceptsSockets = true;
    await clock.advance(1000);
    expect(worker.state).toBe('ready');
    expect(heard).toEqual(['error network', 'connected', 'ready']);
  });
});
