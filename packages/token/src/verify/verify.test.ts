import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { mintAccessToken } from '../mint/access-token.ts';
import { mintTaskQueueToken } from '../mint/task-queue-token.ts';
import { mintWorkerToken } from '../mint/worker-token.ts';
import { mintWorkspaceToken } from '../mint/workspace-token.ts';
import { type VerifyOptions, verify } from './verify.ts';

const check = (token: string, options: Partial<VerifyOptions> = {}) =>
  verify(token, { keys: f.keys, now: f.NOW, ...options });
const capability = (claims: object, header: object = {}) =>
  f.signRaw({ ...f.CAPABILITY_HEADER, ...header }, { ...f.workerClaims, ...claims }, f.AUTH_TOKEN);
const access = (claims: object, header: object = {}) =>
  f.signRaw({ ...f.ACCESS_HEADER, ...header }, { ...f.accessClaims, ...claims }, f.KEY_SECRET);
const withGrant = (grant: object) => access({ grants: { identity: 'alice', task_router: grant } });
const [rule] = f.workerClaims.policies;

describe('a good token', () => {
  const signer = { authToken: f.AUTH_TOKEN, now: f.NOW };

  it('of each capability kind is accepted with its claims', async () => {
    const tokens = [
      await mintWorkerToken({ ...f.worker, ...signer }),
      await mintWorkspaceToken({ ...f.workspace, ...signer }),
      await mintTaskQueueToken({ ...f.queue, ...signer }),
    ];
    const results = await Promise.all(tokens.map((token) => check(token)));
    expect(results).toMatchObject(
      [f.WORKER, f.WORKSPACE, f.QUEUE].map((channel) => ({
        ok: true,
        kind: 'capability',
        claims: { channel, account_sid: f.ACCOUNT },
        expiresAt: f.ISSUED + 3600,
      })),
    );
  });

  it('of the access kind is accepted with its grant', async () => {
    const token = await mintAccessToken({
      ...f.worker,
      apiKeySid: f.KEY,
      apiKeySecret: f.KEY_SECRET,
      identity: 'alice',
      now: f.NOW,
    });
    expect(await check(token, { kind: 'access' })).toEqual({
      ok: true,
      kind: 'access',
      claims: f.accessClaims,
      expiresAt: f.ISSUED + 3600,
    });
  });

  it.each([
    ['without version', capability({ version: undefined })],
    ['without iat', capability({ iat: undefined })],
    ['without friendly_name', capability({ friendly_name: undefined })],
    ['without typ', capability({}, { typ: undefined })],
    ['with an empty list of rules', capability({ policies: [] })],
    ['with nbf a moment ahead', capability({ nbf: f.ISSUED + 5 })],
    ['with exp − iat of exactly a day', access({ exp: f.ISSUED + 86_400 })],
    ['of an admin without worker', withGrant({ workspace_sid: f.WORKSPACE, role: 'admin' })],
    ['with other grants beside', access({ grants: { ...f.accessClaims.grants, chat: { service_sid: 'IS1' } } })],
    ['without identity', access({ grants: { task_router: f.accessClaims.grants.task_router } })],
    ['of the access kind without iat', access({ iat: undefined })],
  ])('is accepted %s', async (_name, token) => {
    expect(await check(await token)).toMatchObject({ ok: true });
  });

  it('is accepted with either auth token while one replaces the other', async () => {
    const keys = { authTokens: async () => ['new-token', f.AUTH_TOKEN] };
    expect(await check(await capability({}), { keys })).toMatchObject({ ok: true });
  });

  it('of the access kind may use longer hashes where the caller says so', async () => {
    const token = await access({}, { alg: 'HS512' });
    expect(await check(token, { algorithms: ['HS256', 'HS512'] })).toMatchObject({ ok: true });
    expect(await check(token)).toMatchObject({ reason: 'bad_header', status: 403 });
  });
});

describe('a capability token is refused', () => {
  it.each([
    ['expired a second ago', capability({ exp: f.ISSUED - 1 }), 'expired', 401],
    ['expired now', capability({ exp: f.ISSUED }), 'expired', 401],
    ['without exp', capability({ exp: undefined }), 'expired', 401],
    ['with exp as text', capability({ exp: String(f.ISSUED + 60) }), 'expired', 401],
    ['expired, before its rules are looked at', capability({ exp: 0, policies: 'x' }), 'expired', 401],
    ['with nbf ahead', capability({ nbf: f.ISSUED + 6 }), 'not_yet_valid', 403],
    ['with iat as text', capability({ iat: 'x' }), 'malformed_claims', 403],
    ['signed with HS512', capability({}, { alg: 'HS512' }), 'bad_header', 403],
    ['with another typ', capability({}, { typ: 'JWS' }), 'bad_header', 403],
    ['of an unknown account', capability({ account_sid: 'AC9', iss: 'AC9' }), 'unknown_issuer', 403],
    ['without account', capability({ account_sid: undefined }), 'unknown_issuer', 403],
    ['with another iss', capability({ iss: 'AC9' }), 'wrong_account', 403],
    ['with another version', capability({ version: 'v2' }), 'wrong_version', 403],
    ['with a channel of another kind', capability({ channel: 'WT1' }), 'malformed_claims', 403],
    ['with a workspace of another kind', capability({ workspace_sid: 'WK1' }), 'malformed_claims', 403],
    ['with worker_sid not the channel', capability({ worker_sid: 'WK9' }), 'malformed_claims', 403],
    ['without worker_sid', capability({ worker_sid: undefined }), 'malformed_claims', 403],
    ['of a queue without taskqueue_sid', capability({ channel: f.QUEUE }), 'malformed_claims', 403],
    ['of another workspace’s channel', capability({ channel: 'WS9' }), 'malformed_claims', 403],
    ['without rules', capability({ policies: undefined }), 'malformed_policies', 403],
    ['with a rule that cannot be read', capability({ policies: [{ ...rule, url: 'x' }] }), 'malformed_policies', 403],
    [
      'with contradicting rules',
      capability({ policies: [rule, { ...rule, allow: false }] }),
      'conflicting_policies',
      403,
    ],
  ])('%s', async (_name, token, reason, status) => {
    const result = await check(await token);
    expect(result).toMatchObject({ ok: false, reason, status, message: expect.stringMatching(/./) });
  });

  it('on the channel of another worker or account', async () => {
    const token = await capability({});
    const on = (accountSid: string, channelSid: string) => check(token, { expected: { accountSid, channelSid } });
    expect(await on(f.ACCOUNT, f.WORKER)).toMatchObject({ ok: true });
    expect(await on(f.ACCOUNT, 'WK9')).toMatchObject({ reason: 'wrong_channel', status: 403 });
    expect(await on('AC9', f.WORKER)).toMatchObject({ reason: 'wrong_account', status: 403 });
  });

  it('where no account is known', async () => {
    const token = await capability({});
    expect(await check(token, { keys: {} })).toMatchObject({ reason: 'unknown_issuer' });
    expect(await check(token, { keys: { authTokens: () => [] } })).toMatchObject({ reason: 'unknown_issuer' });
    expect(await check(token, { keys: { authTokens: () => [''] } })).toMatchObject({ reason: 'bad_signature' });
  });
});

describe('an access token is refused', () => {
  it.each([
    ['that lives a second too long', access({ exp: f.ISSUED + 86_401 }), 'lifetime_too_long', 403],
    [
      'that lives too long from now, without iat',
      access({ iat: undefined, exp: f.ISSUED + 86_401 }),
      'lifetime_too_long',
      403,
    ],
    [
      'that lives too long from nbf, without iat',
      access({ iat: undefined, nbf: f.ISSUED - 60, exp: f.ISSUED + 86_341 }),
      'lifetime_too_long',
      403,
    ],
    ['before nbf', access({ nbf: f.ISSUED + 60 }), 'not_yet_valid', 403],
    ['after exp', access({ exp: f.ISSUED - 1 }), 'expired', 401],
    ['of an unknown key', access({ iss: 'SK9' }), 'unknown_issuer', 403],
    ['whose key is another account’s', access({ sub: 'AC9' }), 'wrong_account', 403],
    ['without jti', access({ jti: undefined }), 'malformed_claims', 403],
    ['with another cty', access({}, { cty: 'twilio-fpa;v=2' }), 'bad_header', 403],
    ['without cty', access({}, { cty: undefined }), 'bad_header', 403],
    ['without grants', access({ grants: undefined }), 'malformed_grant', 403],
    ['without TaskRouter grant', access({ grants: { identity: 'alice' } }), 'malformed_grant', 403],
    ['without role', withGrant({ workspace_sid: f.WORKSPACE, worker_sid: f.WORKER }), 'malformed_grant', 403],
    ['without workspace', withGrant({ worker_sid: f.WORKER, role: 'worker' }), 'malformed_grant', 403],
    ['of a worker without SID', withGrant({ workspace_sid: f.WORKSPACE, role: 'worker' }), 'malformed_grant', 403],
  ])('%s', async (_name, token, reason, status) => {
    const result = await check(await token);
    expect(result).toMatchObject({ ok: false, reason, status, message: expect.stringMatching(/./) });
  });
});

describe('kind', () => {
  it('keeps each family where it belongs', async () => {
    expect(await check(await access({}), { kind: 'capability' })).toMatchObject({ reason: 'wrong_kind', status: 403 });
    expect(await check(await capability({}), { kind: 'access' })).toMatchObject({ reason: 'wrong_kind', status: 403 });
  });

  it('does not let a capability token pass under an access header', async () => {
    const token = await capability({}, { cty: 'twilio-fpa;v=1' });
    expect(await check(token)).toMatchObject({ ok: false, status: 403 });
  });
});

describe('time', () => {
  it('is forgiven within the tolerance, at both ends', async () => {
    const ended = await capability({ exp: f.ISSUED - 9 });
    const early = await capability({ nbf: f.ISSUED + 10 });
    expect(await check(ended, { tolerance: 10 })).toMatchObject({ ok: true });
    expect(await check(ended, { tolerance: 9 })).toMatchObject({ reason: 'expired' });
    expect(await check(early, { tolerance: 10 })).toMatchObject({ ok: true });
    expect(await check(early, { tolerance: 9 })).toMatchObject({ reason: 'not_yet_valid' });
  });

  it('can be moved to the verifier’s own clock', async () => {
    const yearsAgo = f.ISSUED - 1e8;
    const token = await capability({ nbf: f.ISSUED });
    const options = { now: yearsAgo * 1000, timeShift: () => yearsAgo - f.ISSUED };
    expect(await check(token, { now: options.now })).toMatchObject({ reason: 'not_yet_valid' });
    expect(await check(token, options)).toMatchObject({ ok: true, expiresAt: yearsAgo + 3600 });
    const later = { ...options, now: new Date((yearsAgo + 3600) * 1000) };
    expect(await check(token, later)).toMatchObject({ reason: 'expired', status: 401 });
  });

  it('is asked of the shift only for a genuine signature', async () => {
    const forged = await f.signRaw(f.CAPABILITY_HEADER, f.workerClaims, 'another secret');
    let asked = 0;
    await check(forged, { timeShift: () => ++asked });
    expect(asked).toBe(0);
  });

  it('of absurd size is still put into words', async () => {
    expect(await check(await capability({ exp: -1e300 }))).toMatchObject({ reason: 'expired', status: 401 });
  });
});

it('leaves an error of the key source to the caller', async () => {
  const authTokens = () => Promise.reject(new Error('database is away'));
  await expect(check(await capability({}), { keys: { authTokens } })).rejects.toThrow('database is away');
});
