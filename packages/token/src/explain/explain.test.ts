import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { mintAccessToken } from '../mint/access-token.ts';
import { mintWorkerToken } from '../mint/worker-token.ts';
import { allow, deny } from '../policies/rule.ts';
import type { VerifyOptions } from '../verify/verify.ts';
import { verify } from '../verify/verify.ts';
import { explain } from './explain.ts';

const now = f.NOW;
const workerToken = await mintWorkerToken({ ...f.worker, authToken: f.AUTH_TOKEN, now });
const accessToken = await mintAccessToken({
  ...f.worker,
  apiKeySid: f.KEY,
  apiKeySecret: f.KEY_SECRET,
  identity: 'alice',
  now,
});

describe('a capability token', () => {
  it('is put into lines for a person', () => {
    expect(explain(workerToken, { now }).text.split('\n')).toEqual([
      'Capability token',
      `For: channel ${f.WORKER} of workspace ${f.WORKSPACE}, account ${f.ACCOUNT}`,
      'Fits: Worker.js and TaskRouter.js v1 clients, and @taskbay/sdk over the v1 wire',
      'Ends: 2025-01-01T01:00:00.000Z',
      `- may open the event-bridge socket of ${f.WORKER}`,
      `- may send requests over the event bridge of ${f.WORKER}`,
      `- may read worker ${f.WORKER} of workspace ${f.WORKSPACE}`,
      `- may read the activities of workspace ${f.WORKSPACE}`,
      `- may read the tasks of workspace ${f.WORKSPACE} and everything below`,
      `- may read the reservations of worker ${f.WORKER} of workspace ${f.WORKSPACE} and everything below`,
      `- may create or change worker ${f.WORKER} of workspace ${f.WORKSPACE}, with these parameters only: ActivitySid (required)`,
      `- may create or change the tasks of workspace ${f.WORKSPACE} and everything below`,
      `- may create or change the reservations of worker ${f.WORKER} of workspace ${f.WORKSPACE} and everything below`,
      'The signature was not checked.',
    ]);
  });

  it('says why a request is permitted or refused', () => {
    const decide = (method: string, url: string, params = {}) =>
      explain(workerToken, { now, request: { method, url, params } }).decision;
    expect(decide('GET', f.WORKER_URL)).toEqual({
      allowed: true,
      message: `GET ${f.WORKER_URL}: permitted, the token may read worker ${f.WORKER} of workspace ${f.WORKSPACE}`,
    });
    expect(decide('POST', f.WORKER_URL, { FriendlyName: 'x' })).toEqual({
      allowed: false,
      message: `POST ${f.WORKER_URL}: refused, no rule covers it`,
    });
    expect(decide('GET', `${f.WORKSPACE_URL}9`)?.message).toContain('outside the workspace');
  });

  it('names the rule that refuses, and every form of rule', async () => {
    const policies = [
      deny(`${f.WORKSPACE_URL}/Tasks/*`, 'DELETE'),
      allow(`${f.WORKSPACE_URL}/Odd`, 'GET', { query: { A: 'x', B: { required: false }, C: { value: 'y' } } }),
      allow('https://taskrouter.twilio.com/v1', 'GET'),
      allow(f.channelUrl(f.WORKER), 'DELETE'),
    ];
    const token = await mintWorkerToken({ ...f.worker, authToken: f.AUTH_TOKEN, now, policies });
    const request = { method: 'DELETE', url: `${f.WORKSPACE_URL}/Tasks/WT1` };
    const { abilities, decision } = explain(token, { now, request });
    expect(abilities).toEqual([
      `may not delete each item directly below the tasks of workspace ${f.WORKSPACE}`,
      `may read the Odd of workspace ${f.WORKSPACE}, with these parameters only: A = "x" (required), B (optional), C = "y" (optional)`,
      'may read /v1',
      `may delete /v1/wschannels/${f.ACCOUNT}/${f.WORKER}`,
    ]);
    expect(decision).toEqual({
      allowed: false,
      message: `DELETE ${request.url}: refused, the most specific rule that covers it refuses (the token ${abilities[0]})`,
    });
  });

  it('still tells what it was for after its end', () => {
    const request = { method: 'GET', url: f.WORKER_URL };
    const ended = explain(workerToken, { now: now + 3_600_000, request });
    expect(ended).toMatchObject({
      refusal: { reason: 'expired', message: expect.stringContaining('2025-01-01T01:00:00.000Z') },
      decision: { allowed: false },
    });
    expect(ended.abilities).toHaveLength(9);
    expect(ended.text).toContain('Refused: the token expired');
  });

  it('tells what is wrong with its claims', async () => {
    const token = await f.signRaw(f.CAPABILITY_HEADER, { ...f.workerClaims, worker_sid: 'WK9' }, 'any secret');
    expect(explain(token, { now }).refusal).toMatchObject({ reason: 'malformed_claims' });
  });
});

describe('an access token', () => {
  it('is put into lines for a person', () => {
    const place = `worker ${f.WORKER} of workspace ${f.WORKSPACE}`;
    expect(explain(accessToken, { now }).text.split('\n')).toEqual([
      'Access token',
      `For: identity alice, ${place}, account ${f.ACCOUNT}, key ${f.KEY}`,
      'Fits: TaskRouter SDK v2 clients, and @taskbay/sdk over the v2 wire',
      'Ends: 2025-01-01T01:00:00.000Z',
      `- may do what the role worker permits for ${place}`,
      'The signature was not checked.',
    ]);
  });

  it('leaves requests to the role', () => {
    const request = { method: 'GET', url: f.WORKER_URL };
    expect(explain(accessToken, { now, request }).decision).toMatchObject({
      allowed: true,
      message: expect.stringContaining('the service decides by the role "worker"'),
    });
  });

  it('tells what is missing from its grant', async () => {
    const token = await f.signRaw(f.ACCESS_HEADER, { ...f.accessClaims, grants: {} }, 'any secret');
    expect(explain(token, { now })).toMatchObject({
      kind: 'access',
      subject: expect.stringContaining('identity (none)'),
      refusal: { reason: 'malformed_grant' },
    });
  });
});

describe('what verify answered', () => {
  const explained = async (token: string, options: Partial<VerifyOptions> = {}) => {
    const verification = await verify(token, { keys: f.keys, now, ...options });
    return explain(token, { now, verification });
  };

  it('is told in place of the warning', async () => {
    const { signature, text } = await explained(workerToken);
    expect(signature).toBe('genuine');
    expect(text.split('\n').at(-1)).toBe('The signature is genuine.');
  });

  it('tells a signature that is not genuine from one that was not reached', async () => {
    const forged = await explained(workerToken, { keys: { authTokens: () => ['another'] } });
    expect(forged).toMatchObject({ signature: 'forged', refusal: { reason: 'bad_signature' } });
    expect(forged.text).toContain('NOT genuine');
    const foreign = await explained(workerToken, { keys: {} });
    expect(foreign).toMatchObject({ signature: 'unchecked', refusal: { reason: 'unknown_issuer' } });
    const ended = await explained(workerToken, { now: now + 3_600_000 });
    expect(ended).toMatchObject({ signature: 'genuine', refusal: { reason: 'expired' } });
  });
});

it('says so when there is nothing to read', () => {
  expect(explain('a.b.c.d.e', { now })).toMatchObject({
    kind: 'unreadable',
    abilities: [],
    refusal: { reason: 'malformed' },
  });
});

it('never throws, whatever the claims', async () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'Workers'));
  const url = fc.array(text).map((path) => [f.WORKSPACE_URL, ...path.map(encodeURIComponent)].join('/'));
  const rule = fc.record({ url, method: fc.constantFrom('GET', 'POST'), query_filter: fc.dictionary(text, text) });
  const policies = fc.oneof(fc.array(rule), fc.jsonValue());
  const claims = fc.dictionary(fc.constantFrom(...Object.keys(f.workerClaims), 'grants'), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(claims, policies, async (changes, rules) => {
      const payload = { ...f.workerClaims, ...changes, policies: rules };
      const token = await f.signRaw(f.CAPABILITY_HEADER, payload, 'any secret');
      const { text } = explain(token, { now, request: { method: 'GET', url: f.WORKER_URL } });
      expect(text).toContain('The signature was not checked.');
    }),
  );
});
