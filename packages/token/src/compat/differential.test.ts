import { createRequire } from 'node:module';
import { decodeToken } from '@taskbay/protocol';
import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { jwt, Policy, TaskRouterGrant, util } from '../compat.ts';
import { allows, mintAccessToken, mintWorkerToken, verify, workerPolicies } from '../index.ts';

const vendor = twilio.jwt;
// The library that the vendor's own helpers sign with.
const vendorRequire = createRequire(createRequire(import.meta.url).resolve('twilio'));
const jsonwebtoken: { verify(token: string, secret: string, options: object): unknown } = vendorRequire('jsonwebtoken');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: f.NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

const base = { accountSid: f.ACCOUNT, authToken: f.AUTH_TOKEN, workspaceSid: f.WORKSPACE };

describe('TaskRouterCapability beside the vendor’s', () => {
  const cases = [
    ['a worker', { ...base, channelId: f.WORKER }],
    ['a workspace', { ...base, channelId: f.WORKSPACE, ttl: 28_800 }],
    ['a task queue', { ...base, channelId: f.QUEUE, friendlyName: 'Support – Zürich' }],
    ['zero ttl', { ...base, channelId: f.WORKER, ttl: 0 }],
    ['another version', { ...base, channelId: f.WORKER, version: 'v2' }],
  ] as const;

  it.each(cases)('makes the same token, byte for byte: %s', async (_name, options) => {
    const theirs = new vendor.taskrouter.TaskRouterCapability(options);
    const ours = new jwt.taskrouter.TaskRouterCapability(options);
    const rules = [
      ...util.defaultEventBridgePolicies(f.ACCOUNT, options.channelId),
      ...util.defaultWorkerPolicies('v1', f.WORKSPACE, f.WORKER),
      new Policy({
        url: util.workersUrl(f.WORKSPACE, '*'),
        method: 'POST',
        postFilter: { ActivitySid: { required: true } },
      }),
      new Policy(),
    ];
    const theirRules = [
      ...vendor.taskrouter.util.defaultEventBridgePolicies(f.ACCOUNT, options.channelId),
      ...vendor.taskrouter.util.defaultWorkerPolicies('v1', f.WORKSPACE, f.WORKER),
      new vendor.taskrouter.TaskRouterCapability.Policy({
        url: vendor.taskrouter.util.workersUrl(f.WORKSPACE, '*'),
        method: 'POST',
        postFilter: { ActivitySid: { required: true } },
      }),
      new vendor.taskrouter.TaskRouterCapability.Policy(),
    ];
    for (const rule of rules) ours.addPolicy(rule);
    for (const rule of theirRules) theirs.addPolicy(rule);
    expect(await ours.toJwt()).toBe(theirs.toJwt());
  });

  it.each([
    ['nothing', undefined],
    ['no account', { ...base, accountSid: '', channelId: f.WORKER }],
    ['no auth token', { ...base, authToken: '', channelId: f.WORKER }],
    ['no workspace', { ...base, workspaceSid: '', channelId: f.WORKER }],
    ['no channel', { ...base, channelId: '' }],
  ])('fails with the same words for %s', (_name, options) => {
    const given = options as typeof base & { channelId: string };
    expect(messageOf(() => new jwt.taskrouter.TaskRouterCapability(given))).toBe(
      messageOf(() => new vendor.taskrouter.TaskRouterCapability(given)),
    );
  });

  it('lets a rule refuse, which the vendor’s cannot', () => {
    expect(new Policy({ url: f.WORKER_URL, allow: false }).payload().allow).toBe(false);
    expect(new vendor.taskrouter.TaskRouterCapability.Policy({ allow: false }).payload().allow).toBe(true);
  });
});

describe('URL builders beside the vendor’s', () => {
  const theirs = vendor.taskrouter.util;
  it.each([undefined, f.WORKSPACE, '*', '**'])('agree for the SID %s', (sid) => {
    expect(util.workspacesUrl(sid)).toBe(theirs.workspacesUrl(sid));
    expect(util.taskQueuesUrl(f.WORKSPACE, sid)).toBe(theirs.taskQueuesUrl(f.WORKSPACE, sid));
    expect(util.tasksUrl(f.WORKSPACE, sid)).toBe(theirs.tasksUrl(f.WORKSPACE, sid));
    expect(util.activitiesUrl(f.WORKSPACE, sid)).toBe(theirs.activitiesUrl(f.WORKSPACE, sid));
    expect(util.workersUrl(f.WORKSPACE, sid)).toBe(theirs.workersUrl(f.WORKSPACE, sid));
    expect(util.reservationsUrl(f.WORKSPACE, f.WORKER, sid)).toBe(
      theirs.reservationsUrl(f.WORKSPACE, f.WORKER, sid as string),
    );
  });
});

describe('AccessToken beside the vendor’s', () => {
  const grant = { workspaceSid: f.WORKSPACE, workerSid: f.WORKER, role: 'worker' };
  const cases = [
    ['a worker', { identity: 'alice' }, grant, undefined],
    ['ttl and nbf', { identity: 'bob', ttl: 60, nbf: f.ISSUED - 5 }, grant, 'HS256'],
    ['nbf of zero', { identity: 'bob', nbf: 0 }, grant, 'HS384'],
    ['a region', { identity: 'älice', region: 'ie1' }, { workspaceSid: f.WORKSPACE, role: 'admin' }, 'HS512'],
    ['an empty grant', { identity: 'alice', ttl: 0 }, {}, undefined],
  ] as const;

  it.each(cases)('makes the same token, byte for byte: %s', async (_name, options, grantOptions, algorithm) => {
    const theirs = new vendor.AccessToken(f.ACCOUNT, f.KEY, f.KEY_SECRET, options);
    const ours = new jwt.AccessToken(f.ACCOUNT, f.KEY, f.KEY_SECRET, options);
    theirs.addGrant(new vendor.AccessToken.TaskRouterGrant(grantOptions));
    ours.addGrant(new TaskRouterGrant(grantOptions));
    theirs.addGrant(new vendor.AccessToken.ChatGrant({ serviceSid: 'IS1' }));
    ours.addGrant({ key: 'chat', toPayload: () => ({ service_sid: 'IS1' }) });
    expect(await ours.toJwt(algorithm)).toBe(theirs.toJwt(algorithm));
  });

  it('turns a numeric identity into text and lets the later grant of one key win', async () => {
    const token = new jwt.AccessToken(f.ACCOUNT, f.KEY, f.KEY_SECRET, { identity: 7 });
    token.addGrant(new TaskRouterGrant({ role: 'admin' }));
    token.addGrant(new jwt.AccessToken.TaskRouterGrant(grant));
    expect(decodeToken(await token.toJwt())?.payload.grants).toEqual({
      identity: '7',
      task_router: { workspace_sid: f.WORKSPACE, worker_sid: f.WORKER, role: 'worker' },
    });
  });

  it.each([
    ['no account', ['', f.KEY, f.KEY_SECRET, { identity: 'a' }]],
    ['no key', [f.ACCOUNT, '', f.KEY_SECRET, { identity: 'a' }]],
    ['no secret', [f.ACCOUNT, f.KEY, '', { identity: 'a' }]],
    ['no identity', [f.ACCOUNT, f.KEY, f.KEY_SECRET, {}]],
    ['no options', [f.ACCOUNT, f.KEY, f.KEY_SECRET]],
  ])('fails with the same words for %s', (_name, given) => {
    const args = given as [string, string, string, { identity: string }];
    expect(messageOf(() => new jwt.AccessToken(...args))).toBe(messageOf(() => new vendor.AccessToken(...args)));
  });

  it('refuses an algorithm with the same words', async () => {
    const ours = new jwt.AccessToken(f.ACCOUNT, f.KEY, f.KEY_SECRET, { identity: 'a' });
    const theirs = new vendor.AccessToken(f.ACCOUNT, f.KEY, f.KEY_SECRET, { identity: 'a' });
    const algorithm = 'RS256' as 'HS256';
    await expect(ours.toJwt(algorithm)).rejects.toThrow(messageOf(() => theirs.toJwt(algorithm)));
  });
});

describe('each side reads what the other made', () => {
  it('vendor’s capability token, verified and evaluated here', async () => {
    const theirs = new vendor.taskrouter.TaskRouterCapability({ ...base, channelId: f.WORKER });
    for (const rule of vendor.taskrouter.util.defaultWorkerPolicies('v1', f.WORKSPACE, f.WORKER))
      theirs.addPolicy(rule);
    const result = await verify(theirs.toJwt(), { keys: f.keys, kind: 'capability' });
    expect(result).toMatchObject({ ok: true, kind: 'capability', claims: { worker_sid: f.WORKER } });
    if (!result.ok || result.kind !== 'capability') throw new Error('the vendor’s token was refused');
    const { policies } = result.claims;
    expect(allows(policies, { method: 'GET', url: `${f.WORKER_URL}/Reservations` }).allowed).toBe(true);
    expect(allows(policies, { method: 'POST', url: f.WORKER_URL, params: { ActivitySid: 'WA1' } }).allowed).toBe(false);
  });

  it('vendor’s access token, verified here', async () => {
    const theirs = new vendor.AccessToken(f.ACCOUNT, f.KEY, f.KEY_SECRET, { identity: 'alice' });
    theirs.addGrant(
      new vendor.AccessToken.TaskRouterGrant({ workspaceSid: f.WORKSPACE, workerSid: f.WORKER, role: 'worker' }),
    );
    expect(await verify(theirs.toJwt(), { keys: f.keys })).toMatchObject({ ok: true, claims: f.accessClaims });
  });

  it('our tokens, verified by the vendor’s signing library', async () => {
    const capability = await mintWorkerToken({ ...f.worker, authToken: f.AUTH_TOKEN });
    const access = await mintAccessToken({ ...f.worker, apiKeySid: f.KEY, apiKeySecret: f.KEY_SECRET, identity: 'a' });
    const options = { algorithms: ['HS256'] };
    expect(jsonwebtoken.verify(capability, f.AUTH_TOKEN, options)).toMatchObject({
      channel: f.WORKER,
      policies: expect.arrayContaining(workerPolicies.automatic(f.worker)),
    });
    expect(jsonwebtoken.verify(access, f.KEY_SECRET, options)).toMatchObject({ sub: f.ACCOUNT });
    expect(() => jsonwebtoken.verify(capability, f.KEY_SECRET, options)).toThrow('invalid signature');
  });
});

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected a failure');
}
