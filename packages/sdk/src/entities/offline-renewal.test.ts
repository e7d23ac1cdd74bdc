import { CLOSE } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import { accessToken, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { type Rig, readyRig } from '../../test-support/worker-under-test.ts';

const MINUTE = 60_000;

const OUTAGES = [
  ['the platform says', ({ platform }: Rig) => platform.say('offline')],
  ['the socket shows', ({ bridge }: Rig) => bridge.socket.drop()],
] as const;

describe.each(['v1', 'v2'] as const)('getToken without a connection, on %s', (spelling) => {
  const fresh = (exp: number) => (spelling === 'v2' ? accessToken(exp) : capabilityToken(exp));

  /** A session past the end of its token in an outage; `getToken` fails as long as that lasts, or longer. */
  async function outage(cut: (rig: Rig) => void) {
    const service = { down: true, asked: 0 };
    let rig: Rig | undefined;
    const getToken = async () => {
      service.asked += 1;
      if (service.down) throw new Error('no way to the identity service');
      return fresh((rig?.clock.now() ?? 0) / 1000 + 7200);
    };
    rig = await readyRig(spelling, { getToken });
    rig.bridge.acceptsSockets = false;
    cut(rig);
    for (let left = 90 * MINUTE; left > 0; left -= MINUTE / 4) {
      await rig.clock.advance(MINUTE / 4);
      rig.bridge.socket.refuse();
    }
    return { ...rig, service };
  }

  it.each(OUTAGES)('as %s, does not end the session, and is called until it answers', async (_, cut) => {
    const { worker, bridge, clock, heard, platform, service } = await outage(cut);
    expect(heard).not.toContain('token.expired');
    expect(['waiting', 'connecting']).toContain(worker.state);
    expect(service.asked).toBeGreaterThan(10);
    service.down = false;
    bridge.acceptsSockets = true;
    platform.say('online');
    await clock.advance(MINUTE);
    expect(worker.state).toBe('ready');
    expect(heard).not.toContain('token.expired');
    await worker.disconnect();
    expect(clock.pending).toBe(0);
  });

  it('does not count from the word of the platform on, though the server ended the token before', async () => {
    let asked = 0;
    const getToken = async () => {
      asked += 1;
      throw new Error('no way to the identity service');
    };
    const { worker, bridge, clock, heard, platform } = await readyRig(spelling, { getToken });
    bridge.acceptsSockets = false;
    bridge.socket.drop(CLOSE.tokenExpired.code);
    await settled();
    platform.say('offline');
    await clock.advance(MINUTE / 4);
    expect(asked).toBeGreaterThan(4);
    expect(heard).not.toContain('token.expired');
    await worker.disconnect();
    expect(clock.pending).toBe(0);
  });

  it('that fails with a connection again is given up after four attempts', async () => {
    const { bridge, clock, heard, platform, service } = await outage(({ platform }) => platform.say('offline'));
    const before = service.asked;
    bridge.acceptsSockets = true;
    bridge.tokenLifetimeMs = 3000;
    platform.say('online');
    for (let beats = 0; beats < 8; beats += 1) {
      await clock.advance(MINUTE / 4);
      bridge.socket.sendText(' ');
    }
    expect(service.asked).toBe(before + 4);
    expect(heard.filter((name) => name === 'token.expired')).toHaveLength(1);
  });

  it('that never answers does not hide the end of the token from who is connected again', async () => {
    let asked = 0;
    const getToken = () => {
      asked += 1;
      return new Promise<string>(() => undefined);
    };
    const { worker, bridge, clock, heard, platform } = await readyRig(spelling, { getToken });
    bridge.acceptsSockets = false;
    platform.say('offline');
    await clock.advance(90 * MINUTE);
    expect([asked, heard.includes('token.expired')]).toEqual([1, false]);
    platform.say('online');
    await clock.advance(5000);
    expect(heard.filter((name) => name === 'token.expired')).toHaveLength(1);
    expect(() => worker.connect()).toThrowError(expect.objectContaining({ code: 'token_expired' }));
    await worker.disconnect();
    expect(clock.pending).toBe(0);
  });

  it('is asked anew for the next token after updateToken, though it never answered for the one before', async () => {
    let asked = 0;
    const getToken = () => {
      asked += 1;
      return new Promise<string>(() => undefined);
    };
    const { worker, bridge, clock, heard } = await readyRig(spelling, { getToken });
    bridge.tokenLifetimeMs = 120 * MINUTE;
    const beat = async (minutes: number) => {
      for (let left = 4 * minutes; left > 0; left -= 1) {
        await clock.advance(MINUTE / 4);
        bridge.socket.sendText(' ');
      }
    };
    await beat(59);
    expect(asked).toBe(1);
    worker.updateToken(fresh(clock.now() / 1000 + 7200));
    await beat(118);
    expect(asked).toBe(1);
    await beat(1);
    expect([asked, heard.includes('token.expired')]).toEqual([2, false]);
  });

  it('that fails for ever is given up when the server says over HTTP that the token has ended', async () => {
    let asked = 0;
    const getToken = async () => {
      asked += 1;
      throw new Error('the identity service knows nobody');
    };
    const { worker, bridge, clock, heard } = await readyRig(spelling, { getToken });
    bridge.acceptsSockets = false;
    bridge.tokenLifetimeMs = 1;
    bridge.on(`GET Workspaces/${WS}/Workers/${WK}`, () => ({ status: 401, body: { code: 20104, message: 'ended' } }));
    bridge.socket.drop();
    worker.updateToken(fresh(clock.now() / 1000 + 1800));
    await settled();
    for (let beats = 0; beats < 12; beats += 1) {
      bridge.socket.refuse();
      await clock.advance(MINUTE / 12);
    }
    expect(asked).toBe(4);
    expect(heard.filter((name) => name === 'token.expired')).toHaveLength(1);
    expect(worker.state).toBe('stopped');
  });
});
