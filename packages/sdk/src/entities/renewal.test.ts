import { CLOSE } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import { IDLE, type Spelling, workerPayload } from '../../test-support/payloads.ts';
import { accessToken, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { type Rig, readyRig } from '../../test-support/worker-under-test.ts';

const OWN = `Workspaces/${WS}/Workers/${WK}`;
const MINUTE = 60_000;
const strange = {
  v1: (exp: number) => capabilityToken(exp, { worker_sid: 'WK9' }),
  v2: (exp: number) => accessToken(exp, 'WK9'),
};
const fresh = (spelling: Spelling, exp: number) => (spelling === 'v2' ? accessToken(exp) : capabilityToken(exp));

async function beating({ bridge, clock }: Rig, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 15_000) {
    await clock.advance(Math.min(left, 15_000));
    bridge.socket.sendText(' ');
  }
}

async function renewing(spelling: Spelling, answers: (() => string | Error)[] = []) {
  const asked: number[] = [];
  let rig: Rig | undefined;
  const getToken = async () => {
    const now = rig?.clock.now() ?? 0;
    asked.push(now);
    const given = answers.shift()?.() ?? fresh(spelling, now / 1000 + 7200);
    if (given instanceof Error) throw given;
    return given;
  };
  rig = await readyRig(spelling, { getToken });
  return { ...rig, rig, asked };
}

describe.each(['v1', 'v2'] as const)('getToken on %s', (spelling) => {
  it('is called a minute ahead; the session goes on with the new token and its objects', async () => {
    const { rig, worker, bridge, asked, heard, clock } = await renewing(spelling);
    const begin = clock.now();
    const activity = worker.activity;
    await beating(rig, 59 * MINUTE);
    await settled();
    expect(asked).toEqual([begin + 59 * MINUTE]);
    expect(worker.state).toBe('ready');
    expect(worker.activity).toBe(activity);
    await worker.fetchActivities();
    expect(bridge.requests.at(-1)?.token).toBe(fresh(spelling, (asked[0] ?? 0) / 1000 + 7200));
    // A v2 server ends the socket with the token that opened it; a v1 socket outlives its token.
    expect(heard).toEqual(spelling === 'v2' ? ['disconnected', 'connected', 'ready', 'resynced'] : []);
    expect(bridge.sockets).toHaveLength(spelling === 'v2' ? 2 : 1);
  });

  it('is called once for calls refused as expired, which are then repeated', async () => {
    const { worker, bridge, asked, heard, clock } = await renewing(spelling);
    const old = bridge.requests.at(-1)?.token;
    bridge.on(`POST ${OWN}`, ({ token }) =>
      token === old
        ? { status: 401, body: { code: 20104, message: 'expired' } }
        : { payload: workerPayload(spelling, { friendly_name: 'Bob' }, 1) },
    );
    await Promise.all([worker.updateActivity(IDLE), worker.setAttributes({})]);
    expect(worker.friendlyName).toBe('Bob');
    expect(asked).toHaveLength(1);
    await clock.advance(0);
    expect(heard).not.toContain('token.expired');
  });

  it('repeats a call once only', async () => {
    const { worker, bridge, asked } = await renewing(spelling);
    bridge.on(`POST ${OWN}`, () => ({ status: 401, body: { code: 20104, message: 'expired' } }));
    await expect(worker.updateActivity(IDLE)).rejects.toMatchObject({ code: 'token_expired' });
    expect(asked).toHaveLength(1);
  });

  it('is tried four times with growing pauses; then the token counts as ended', async () => {
    const fail = () => new Error('identity service is down');
    const { rig, asked, heard, clock } = await renewing(spelling, [fail, fail, fail, fail]);
    const begin = clock.now();
    await beating(rig, 59 * MINUTE + 5000);
    expect(asked.map((at) => at - begin - 59 * MINUTE)).toEqual([0, 500, 1500, 3500]);
    expect(heard).toEqual(['error network']);
    await beating(rig, MINUTE);
    expect(heard.slice(0, 2)).toEqual(['error network', 'token.expired']);
  });

  it('goes on after a reconnect in the pause between two attempts', async () => {
    const { rig, worker, bridge, asked, heard, clock } = await renewing(spelling, [
      () => new Error('not there for a moment'),
    ]);
    const begin = clock.now();
    await beating(rig, 59 * MINUTE - 100);
    bridge.tokenLifetimeMs = 59_600;
    bridge.socket.drop();
    await clock.advance(500);
    expect(worker.state).toBe('ready');
    // What the server says of the old token's end is no reason to forget the new one.
    bridge.tokenLifetimeMs = 120 * MINUTE;
    await beating(rig, 2 * MINUTE);
    expect(asked.map((at) => at - begin - 59 * MINUTE)).toEqual([0, 500]);
    expect(heard).not.toContain('token.expired');
  });

  it('the same token again, from a cache, is asked for anew at half of what is left, and changes no socket', async () => {
    const cached: { token?: string } = {};
    const { rig, worker, bridge, asked, heard, clock } = await renewing(spelling, [
      () => cached.token ?? '',
      () => cached.token ?? '',
    ]);
    cached.token = bridge.requests.at(-1)?.token ?? '';
    const begin = clock.now();
    await beating(rig, 59.875 * MINUTE);
    expect(asked.map((at) => at - begin - 59 * MINUTE)).toEqual([0, MINUTE / 2, (3 * MINUTE) / 4]);
    await settled();
    expect(worker.state).toBe('ready');
    expect(heard).not.toContain('token.expired');
    expect(bridge.sockets).toHaveLength(spelling === 'v2' ? 2 : 1);
  });

  it('is not called again and again for tokens that have ended by a wrong clock of the machine', async () => {
    const ended = (minutes: number) => () => fresh(spelling, 1_000_000 + minutes);
    const { rig, worker, asked, heard } = await renewing(spelling, [ended(1), ended(2), ended(3)]);
    await beating(rig, 90 * MINUTE);
    expect(asked).toHaveLength(1);
    expect(worker.state).toBe('ready');
    expect(heard).not.toContain('token.expired');
  });

  it('that gives tokens that have ended is told of by an error, once for each', async () => {
    const ended = (minutes: number) => () => fresh(spelling, 1_000_000 + minutes);
    const { bridge, asked, heard, clock } = await renewing(spelling, [ended(1), ended(2), ended(3)]);
    bridge.acceptsSockets = false;
    bridge.socket.drop(CLOSE.tokenExpired.code);
    await settled();
    const told = () => heard.filter((event) => event === 'error token_expired').length;
    for (const attempt of [1, 2]) {
      await clock.advance(MINUTE / 2);
      expect([asked.length, told()]).toEqual([attempt, attempt - 1]);
      bridge.sockets.at(-1)?.refuse();
      await settled();
      expect([asked.length, told()]).toEqual([attempt + 1, attempt]);
    }
  });

  it.each([
    ['empty', () => ''],
    ['no text', (exp: number) => ({ token: fresh(spelling, exp) }) as never],
    ['for another worker', (exp: number) => strange[spelling](exp)],
    ['for the other wire', (exp: number) => fresh(spelling === 'v2' ? 'v1' : 'v2', exp)],
  ])('a token that is %s is an error and changes nothing', async (_, made) => {
    const { rig, worker, bridge, asked, heard, clock } = await renewing(spelling, [() => made(2_000_000_000)]);
    const { sid } = worker;
    const token = bridge.requests.at(-1)?.token;
    await beating(rig, 59 * MINUTE);
    await settled();
    expect(asked).toHaveLength(1);
    expect(heard).toEqual(['error usage']);
    await worker.fetchActivities();
    expect(bridge.requests.at(-1)?.token).toBe(token);
    expect(bridge.sockets).toHaveLength(1);
    expect([worker.state, worker.sid]).toEqual(['ready', sid]);
    await worker.disconnect();
    expect(clock.pending).toBe(0);
  });

  it('a token does not bring back a session that a newer one replaced', async () => {
    const { worker, bridge, asked, clock } = await renewing(spelling);
    bridge.socket.drop(CLOSE.replaced.code);
    await clock.advance(59 * MINUTE);
    expect(asked).toHaveLength(1);
    expect(worker.state).toBe('stopped');
    expect(bridge.sockets).toHaveLength(1);
    worker.connect();
    await settled();
    expect(worker.state).toBe('ready');
  });

  it('that never answers keeps nobody waiting after disconnect(), and is called anew after connect()', async () => {
    let asked = 0;
    const { worker, bridge, clock, heard } = await readyRig(spelling, {
      getToken: () => {
        asked += 1;
        return asked === 1 ? new Promise(() => undefined) : Promise.resolve(fresh(spelling, clock.now() / 1000 + 7200));
      },
    });
    const old = bridge.requests.at(-1)?.token;
    bridge.on(`POST ${OWN}`, ({ token }) =>
      token === old ? { status: 401, body: { code: 20104 } } : { payload: workerPayload(spelling, {}, 1) },
    );
    const refused = expect(worker.updateActivity(IDLE)).rejects.toMatchObject({ code: 'token_expired' });
    await settled();
    await worker.disconnect();
    await refused;
    worker.connect();
    await settled();
    await worker.updateActivity(IDLE);
    expect(asked).toBe(2);
    expect(heard).not.toContain('token.expired');
  });

  it('a token that comes after disconnect() is not used, and no timer is left', async () => {
    let give: (token: string) => void = () => undefined;
    const { worker, bridge, clock } = await readyRig(spelling, {
      getToken: () => new Promise((resolve) => (give = resolve)),
    });
    bridge.on(`POST ${OWN}`, () => ({ status: 401, body: { code: 20104, message: 'expired' } }));
    const refused = expect(worker.updateActivity(IDLE)).rejects.toMatchObject({ code: 'token_expired' });
    await settled();
    await worker.disconnect();
    give(fresh(spelling, clock.now() / 1000 + 7200));
    await refused;
    expect(worker.state).toBe('stopped');
    expect(clock.pending).toBe(0);
    expect(bridge.sockets).toHaveLength(1);
  });
});
