import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import { OFFLINE } from '../../test-support/payloads.ts';
import { accessToken, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { readyRig, tokenFor } from '../../test-support/worker-under-test.ts';

const OWN = `Workspaces/${WS}/Workers/${WK}`;

describe.each(['v1', 'v2'] as const)('token expiry on %s', (spelling) => {
  const fresh = (exp: number) => (spelling === 'v2' ? accessToken(exp) : capabilityToken(exp));

  it('is told once, 5 s ahead, and the dead token opens no socket', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling);
    const beat = () => bridge.socket.sendText(' ');
    for (let left = 3_594_000; left > 0; left -= 15_000) {
      beat();
      await clock.advance(Math.min(left, 15_000));
    }
    expect(heard).toEqual([]);
    beat();
    await clock.advance(1000);
    expect(heard).toEqual(['token.expired']);
    expect(worker.state).toBe('ready');
    bridge.socket.send('tokenExpired', null);
    bridge.socket.drop(4001, 'Token expired');
    expect(heard).toEqual(['token.expired', 'disconnected']);
    expect(worker.state).toBe('stopped');
    await clock.advance(600_000);
    expect(bridge.sockets).toHaveLength(1);
    expect(() => worker.connect()).toThrowError(expect.objectContaining({ code: 'token_expired' }));
    worker.updateToken(fresh(clock.now() / 1000 + 3600));
    await settled();
    expect(worker.state).toBe('ready');
    expect(heard).toEqual(['token.expired', 'disconnected', 'connected', 'ready', 'resynced']);
  });

  it('updateToken in time keeps the session; the next socket and request use the new one', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling);
    const token = fresh(clock.now() / 1000 + 7200);
    worker.updateToken(token);
    bridge.socket.send('tokenExpired', null);
    bridge.socket.drop(4001, 'Token expired');
    await clock.advance(500);
    expect(heard).toEqual(['disconnected', 'connected', 'ready', 'resynced']);
    expect(bridge.socket.url).toContain(encodeURIComponent(token));
    expect(bridge.requests.at(-1)?.token).toBe(token);
  });

  it('updateToken while waiting connects at once, with one socket', async () => {
    const { worker, bridge, clock } = await readyRig(spelling);
    bridge.socket.drop();
    worker.updateToken(fresh(clock.now() / 1000 + 7200));
    await settled();
    expect(worker.state).toBe('ready');
    await clock.advance(5000);
    expect(bridge.sockets).toHaveLength(2);
  });

  it('a refused call with an expired token tells it too', async () => {
    const { worker, bridge, heard } = await readyRig(spelling);
    bridge.on(`POST ${OWN}`, () => ({ status: 401, body: { code: 20104, message: 'expired' } }));
    await expect(worker.updateActivity(OFFLINE)).rejects.toMatchObject({ code: 'token_expired' });
    await expect(worker.updateActivity(OFFLINE)).rejects.toMatchObject({ code: 'token_expired' });
    expect(heard).toEqual(['token.expired']);
  });

  it('a refused handshake with an expired token is not repeated', async () => {
    const { worker, bridge, clock, heard } = await readyRig(spelling);
    bridge.tokenLifetimeMs = 1e12;
    worker.updateToken(fresh(clock.now() / 1000 + 1e9));
    bridge.acceptsSockets = false;
    bridge.socket.drop();
    const old = fresh(clock.now() / 1000 - 10);
    worker.updateToken(old);
    await settled();
    bridge.socket.refuse();
    await clock.advance(600_000);
    expect(heard.filter((name) => name === 'token.expired')).toHaveLength(1);
    expect(worker.state).toBe('stopped');
  });

  it('refuses a token for another worker or of the other kind', async () => {
    const { worker, clock } = await readyRig(spelling);
    const exp = clock.now() / 1000 + 3600;
    const other = spelling === 'v2' ? accessToken(exp, 'WK9') : capabilityToken(exp, { worker_sid: 'WK9' });
    expect(() => worker.updateToken(other)).toThrowError(expect.objectContaining({ code: 'usage' }));
    const kind = tokenFor(spelling === 'v2' ? 'v1' : 'v2', clock);
    expect(() => worker.updateToken(kind)).toThrowError(expect.objectContaining({ code: 'usage' }));
    expect(() => worker.updateToken('')).toThrowError(expect.objectContaining({ code: 'usage' }));
  });
});
