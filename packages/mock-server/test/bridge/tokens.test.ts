import { createHmac } from 'node:crypto';
import { mintAccessToken } from '@taskbay/token';
import { describe, expect, it, vi } from 'vitest';
import { ACCOUNT, ALICE, BOB, CREDENTIALS, NOW, sid, WORKSPACE, World } from './support/world.ts';

const CHANNEL_PATH = `/v1/wschannels/${ACCOUNT}/${ALICE}`;
const own = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;
const rest = `https://taskrouter.twilio.com/v1/${own}`;

const SECOND = 1000;
const iat = NOW / SECOND;

const bridgeRule = (method: string) => ({
  url: `https://event-bridge.twilio.com${CHANNEL_PATH}`,
  method,
  allow: true,
});
const readRule = { url: rest, method: 'GET', allow: true };

const CAPABILITY = {
  iss: ACCOUNT,
  iat,
  exp: iat + 3600,
  version: 'v1',
  account_sid: ACCOUNT,
  workspace_sid: WORKSPACE,
  channel: ALICE,
  worker_sid: ALICE,
  policies: [bridgeRule('GET'), bridgeRule('POST'), readRule],
};
const ACCESS = {
  jti: `${CREDENTIALS.apiKeySid}-${iat}`,
  iss: CREDENTIALS.apiKeySid,
  sub: ACCOUNT,
  iat,
  exp: iat + 3600,
  grants: { identity: 'alice', task_router: { workspace_sid: WORKSPACE, worker_sid: ALICE, role: 'worker' } },
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(claims: object, header: { readonly alg?: string; readonly cty?: string }, secret: string): string {
  const signed = `${part({ alg: 'HS256', typ: 'JWT', ...header })}.${part(claims)}`;
  const hash = header.alg === 'HS512' ? 'sha512' : 'sha256';
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const capability = (changes: object = {}, header: { readonly alg?: string } = {}): string =>
  sign({ ...CAPABILITY, ...changes }, header, CREDENTIALS.authToken);
const access = (changes: object = {}): string =>
  sign({ ...ACCESS, ...changes }, { cty: 'twilio-fpa;v=1' }, CREDENTIALS.apiKeySecret);
const granted = (task_router: object): string =>
  access({ grants: { task_router: { ...ACCESS.grants.task_router, ...task_router } } });

function flipped(): string {
  const token = capability({ exp: iat - 1 });
  const [header, payload, signature = ''] = token.split('.');
  return `${header}.${payload}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
}

function unsigned(): string {
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(CAPABILITY)}.`;
}

interface Row {
  readonly token: () => string;
  readonly status: 401 | 403;
  readonly code: number;
  readonly says: RegExp;
}

/** The negative cases of both families, each with what its socket and its envelopes are answered. */
const CAPABILITY_ROWS: Record<string, Row> = {
  'expired a second ago': {
    token: () => capability({ iat: iat - 3601, exp: iat - 1 }),
    status: 401,
    code: 20104,
    says: /expired/,
  },
  'signature with a flipped bit, expired too': { token: flipped, status: 403, code: 20101, says: /signature/i },
  'alg none': { token: unsigned, status: 403, code: 20101, says: /token/i },
  'alg HS512': { token: () => capability({}, { alg: 'HS512' }), status: 403, code: 20101, says: /HS256/ },
  'an access token': { token: () => access(), status: 403, code: 20101, says: /capability/ },
  'worker_sid that is not the channel': {
    token: () => capability({ worker_sid: BOB }),
    status: 403,
    code: 20101,
    says: /worker_sid/,
  },
  'another worker’s token': {
    token: () => capability({ channel: BOB, worker_sid: BOB }),
    status: 403,
    code: 20101,
    says: /channel/,
  },
  'no policies': { token: () => capability({ policies: [] }), status: 403, code: 20403, says: /not allowed by any/ },
  'contradicting rules': {
    token: () => capability({ policies: [...CAPABILITY.policies, { ...readRule, allow: false }] }),
    status: 403,
    code: 20101,
    says: /polic|rule/i,
  },
  'rules without allow': {
    token: () => capability({ policies: CAPABILITY.policies.map(({ url, method }) => ({ url, method })) }),
    status: 403,
    code: 20403,
    says: /denied/,
  },
  'signed with the API key’s secret': {
    token: () => sign(CAPABILITY, {}, CREDENTIALS.apiKeySecret),
    status: 403,
    code: 20101,
    says: /signature/i,
  },
  'of an unknown account': {
    token: () => capability({ iss: sid('AC', 99), account_sid: sid('AC', 99) }),
    status: 403,
    code: 20101,
    says: /account/,
  },
  'of a worker that does not exist': {
    token: () => capability({ channel: sid('WK', 99), worker_sid: sid('WK', 99) }),
    status: 403,
    code: 20101,
    says: /channel/,
  },
  'no token': { token: () => 'x', status: 403, code: 20101, says: /token/ },
};

const ACCESS_ROWS: Record<string, Row> = {
  'expired a second ago': {
    token: () => access({ iat: iat - 3601, exp: iat - 1 }),
    status: 401,
    code: 20104,
    says: /expired/,
  },
  'a lifetime of a day and a second': {
    token: () => access({ exp: iat + 86_401 }),
    status: 403,
    code: 20157,
    says: /86400/,
  },
  'not valid yet': { token: () => access({ nbf: iat + 60 }), status: 403, code: 20101, says: /nbf/ },
  'without a role': { token: () => granted({ role: undefined }), status: 403, code: 20101, says: /role/ },
  'an unknown role': { token: () => granted({ role: 'janitor' }), status: 403, code: 20403, says: /janitor/ },
  'a worker without worker_sid': {
    token: () => granted({ worker_sid: undefined }),
    status: 403,
    code: 20101,
    says: /worker_sid/,
  },
  'an unknown worker': {
    token: () => granted({ worker_sid: sid('WK', 99) }),
    status: 403,
    code: 20403,
    says: /does not exist/,
  },
  'an unknown workspace': {
    token: () => granted({ workspace_sid: sid('WS', 99) }),
    status: 403,
    code: 20403,
    says: /does not exist/,
  },
  'an unknown API key': { token: () => access({ iss: sid('SK', 99) }), status: 403, code: 20101, says: /API key/ },
  'a capability token': { token: () => capability(), status: 403, code: 20101, says: /access/ },
  'no cty': {
    token: () => sign(ACCESS, {}, CREDENTIALS.apiKeySecret),
    status: 403,
    code: 20101,
    says: /cty/,
  },
  'no token': { token: () => 'x', status: 403, code: 20101, says: /token/ },
};

describe.each([
  ['capability tokens', CAPABILITY_ROWS, CHANNEL_PATH, rest],
  ['access tokens', ACCESS_ROWS, '/v1/wschannels', own],
] as const)('refused %s', (_, rows, path, url) => {
  it.each(Object.entries(rows))('%s', async (_name, { token: make, status, code, says }) => {
    const world = await World.create();
    const token = make();
    const reply = await world.post({ url, method: 'GET', params: {}, token }, { path });
    expect([reply.status, reply.body.code, reply.body.message]).toEqual([status, code, expect.stringMatching(says)]);
    expect(reply.body).toMatchObject({ status, more_info: `https://www.twilio.com/docs/errors/${code}` });
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    const upgrade = await world.upgrade(token, { path });
    if (upgrade.kind !== 'refuse') throw new Error('the upgrade was accepted');
    const told = (await upgrade.response.json()) as Record<string, unknown>;
    expect([upgrade.response.status, told.code]).toEqual([status, code]);
    expect(told.message).toMatch(says);
    expect(world.bridge.connections()).toEqual([]);
  });
});

describe('a token on the server’s clock', () => {
  async function status(world: World, token: string): Promise<number> {
    return (await world.command(token, 'GET', own)).status;
  }

  it('ends when the manual clock has moved by its lifetime, whatever the host’s says', async () => {
    const world = await World.create();
    const token = await world.accessToken({ ttl: 60 });
    world.host.advance(3_600 * SECOND);
    expect(await status(world, token)).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 59 });
    expect(await status(world, token)).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 1 });
    expect(await status(world, token)).toBe(401);
  });

  it('counts from its issue when the clock had moved before', async () => {
    const world = await World.create();
    await world.time.advance({ kind: 'seconds', seconds: 86_400 });
    world.host.advance(2 * SECOND);
    const token = await world.accessToken({ ttl: 60 });
    expect(await status(world, token)).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 60 });
    expect(await status(world, token)).toBe(401);
  });

  it('stays old when it was old before the server started', async () => {
    const world = await World.create();
    const before = (seconds: number, ttl: number) => world.accessToken({ now: NOW - seconds * SECOND, ttl });
    expect(await status(world, await before(600, 599))).toBe(401);
    expect(await status(world, await before(600, 601))).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 1 });
    expect(await status(world, await before(600, 601))).toBe(401);
  });

  it('counts from its first sight when it does not say when it was issued', async () => {
    const world = await World.create();
    const token = capability({ iat: undefined, exp: iat + 60 });
    const v1 = async (): Promise<number> =>
      (await world.post({ url: rest, method: 'GET', token }, { path: CHANNEL_PATH })).status;
    await world.time.advance({ kind: 'seconds', seconds: 1_000 });
    expect(await v1()).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 59 });
    expect(await v1()).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 1 });
    expect(await v1()).toBe(401);
  });

  it('counts to the instant when the server minted it, in the second of a move', async () => {
    const world = await World.create();
    world.host.advance(400);
    await world.time.advance({ kind: 'seconds', seconds: 3_600 });
    world.host.advance(100);
    const mint = () =>
      mintAccessToken({
        accountSid: ACCOUNT,
        apiKeySid: CREDENTIALS.apiKeySid,
        apiKeySecret: CREDENTIALS.apiKeySecret,
        identity: 'alice',
        workspaceSid: WORKSPACE,
        workerSid: ALICE,
        ttl: 3_600,
        now: world.host.now(),
      });
    const token = await mint();
    world.bridge.learn(token, world.runtime.clock.now() + 3_600_000);
    expect(await status(world, token)).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 3_600 });
    expect(await status(world, token)).toBe(401);
  });

  it('is made after the advance that happened in the same second', async () => {
    const world = await World.create();
    await world.time.advance({ kind: 'seconds', seconds: 7_200 });
    world.host.advance(300);
    const token = await world.accessToken({ ttl: 3_600 });
    expect(await status(world, token)).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 3_599 });
    expect(await status(world, token)).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 1 });
    expect(await status(world, token)).toBe(401);
  });

  it('runs with the host on a real clock', async () => {
    const world = await World.create('real');
    const token = await world.accessToken({ ttl: 60 });
    world.host.advance(59 * SECOND);
    expect(await status(world, token)).toBe(200);
    world.host.advance(SECOND);
    expect(await status(world, token)).toBe(401);
  });
});

describe('what roles may do', () => {
  const bob = `Workspaces/${WORKSPACE}/Workers/${BOB}`;
  const change = { Attributes: { a: 1 } };

  it.each([
    ['worker', own, 'POST', change, 200],
    ['worker', bob, 'GET', {}, 200],
    ['worker', bob, 'POST', change, 403],
    ['supervisor', bob, 'POST', change, 200],
    ['admin', bob, 'POST', change, 200],
    ['worker', `${own}/WorkerChannels/default`, 'POST', { Capacity: 3 }, 403],
    ['supervisor', `${own}/WorkerChannels/default`, 'POST', { Capacity: 3 }, 200],
    ['admin', `Workspaces/${sid('WS', 99)}/Workers/${BOB}`, 'GET', {}, 403],
    ['worker', `Workspaces/${WORKSPACE}/Tasks/${sid('WT', 99)}`, 'POST', { Reason: 'x' }, 404],
  ])('%s on %s with %s', async (role, url, method, params, status) => {
    const world = await World.create();
    const reply = await world.command(await world.accessToken({ role }), method, url, params);
    expect(reply.status).toBe(status);
  });

  it('leaves a task to those who hold it or made it', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    const { task: foreign } = await world.run({ type: 'task.create' });
    const url = `Workspaces/${WORKSPACE}/Tasks/${foreign?.sid}`;
    expect((await world.command(token, 'POST', url, change)).status).toBe(403);
    await world.makeAvailable(ALICE);
    expect((await world.command(token, 'POST', url, change)).status).toBe(200);
    const held = await world.command(await world.accessToken({ worker: BOB }), 'POST', url, change);
    expect([held.status, held.body.message]).toEqual([403, expect.stringContaining(BOB)]);
  });

  it('leaves a reservation to its worker, by either path', async () => {
    const world = await World.create();
    await world.makeAvailable(ALICE);
    const task = await world.createTask();
    const reservation = await world.runtime.read(
      WORKSPACE,
      (state) => [...state.indexes.taskReservations.members(task)][0],
    );
    const bobs = await world.accessToken({ worker: BOB });
    const accept = { ReservationStatus: 'accepted' };
    for (const parent of [`Tasks/${task}`, `Workers/${ALICE}`]) {
      const reply = await world.command(
        bobs,
        'POST',
        `Workspaces/${WORKSPACE}/${parent}/Reservations/${reservation}`,
        accept,
      );
      expect(reply.status).toBe(403);
    }
  });

  it('lets a token without a worker read, but not open a socket', async () => {
    const world = await World.create();
    const token = await world.accessToken({ role: 'admin', worker: null });
    const list = await world.command(token, 'GET', `Workspaces/${WORKSPACE}/Workers`);
    expect(list.body.payload).toMatchObject({ contents: [{ sid: ALICE }, { sid: BOB }] });
    const upgrade = await world.upgrade(token, {});
    expect(upgrade.kind === 'refuse' && upgrade.response.status).toBe(403);
  });
});

describe('a token that was verified before', () => {
  const url = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;

  it('costs no signature check', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    await world.command(token, 'GET', url);
    const verify = vi.spyOn(crypto.subtle, 'verify');
    expect((await world.command(token, 'GET', url)).status).toBe(200);
    expect(verify).not.toHaveBeenCalled();
    const other = await world.accessToken({ ttl: 1_800 });
    expect((await world.command(other, 'GET', url)).status).toBe(200);
    expect(verify).toHaveBeenCalledOnce();
    verify.mockRestore();
  });

  it('still ends when its time is up', async () => {
    const world = await World.create();
    const token = await world.accessToken({ ttl: 60 });
    expect((await world.command(token, 'GET', url)).status).toBe(200);
    await world.time.advance({ kind: 'seconds', seconds: 60 });
    expect((await world.command(token, 'GET', url)).status).toBe(401);
  });

  it('is refused once its worker is gone, and on the channel of another', async () => {
    const world = await World.create();
    const [access, capability] = [await world.accessToken(), await world.capabilityToken()];
    const own = `/v1/wschannels/${ACCOUNT}/${ALICE}`;
    const envelope = { url: `https://taskrouter.twilio.com/v1/${url}`, method: 'GET', params: {}, token: capability };
    expect((await world.command(access, 'GET', url)).status).toBe(200);
    expect((await world.post(envelope, { path: own })).status).toBe(200);
    expect((await world.post(envelope, { path: `/v1/wschannels/${ACCOUNT}/${BOB}` })).status).toBe(403);
    await world.run({ type: 'worker.delete', sid: ALICE });
    expect((await world.command(access, 'GET', url)).status).toBe(403);
    expect((await world.post(envelope, { path: own })).status).toBe(403);
  });
});
