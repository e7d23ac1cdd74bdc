import { decodeToken, type PolicyFilter } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { TokenError } from '../errors.ts';
import { taskQueuePolicies } from '../policies/task-queue.ts';
import { workerPolicies } from '../policies/worker.ts';
import { workspacePolicies } from '../policies/workspace.ts';
import { mintAccessToken } from './access-token.ts';
import { mintTaskQueueToken } from './task-queue-token.ts';
import { mintWorkerToken } from './worker-token.ts';
import { mintWorkspaceToken } from './workspace-token.ts';

const signer = { authToken: f.AUTH_TOKEN, now: f.NOW };
const rule = (url: string, method: string, post: PolicyFilter = {}) => ({
  url,
  method,
  query_filter: {},
  post_filter: post,
  allow: true,
});
const automaticRules = [
  rule(f.channelUrl(f.WORKER), 'GET'),
  rule(f.channelUrl(f.WORKER), 'POST'),
  rule(f.WORKER_URL, 'GET'),
  rule(`${f.WORKSPACE_URL}/Activities`, 'GET'),
  rule(`${f.WORKSPACE_URL}/Tasks/**`, 'GET'),
  rule(`${f.WORKER_URL}/Reservations/**`, 'GET'),
];
const updateRules = [
  rule(f.WORKER_URL, 'POST', { ActivitySid: { required: true } }),
  rule(`${f.WORKSPACE_URL}/Tasks/**`, 'POST'),
  rule(`${f.WORKER_URL}/Reservations/**`, 'POST'),
];

describe('capability tokens', () => {
  it('give a worker the automatic rules, activity updates and reservation updates', async () => {
    const decoded = decodeToken(await mintWorkerToken({ ...f.worker, ...signer }));
    expect(decoded?.header).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(decoded?.payload).toEqual({
      iss: f.ACCOUNT,
      exp: f.ISSUED + 3600,
      version: 'v1',
      friendly_name: f.WORKER,
      account_sid: f.ACCOUNT,
      channel: f.WORKER,
      workspace_sid: f.WORKSPACE,
      worker_sid: f.WORKER,
      iat: f.ISSUED,
      policies: [...automaticRules, ...updateRules],
    });
  });

  it('carry a worker’s own list, as in the first worked payload', async () => {
    const policies = [
      ...workerPolicies.automatic(f.worker),
      ...workerPolicies.fetchSubresources(f.worker),
      ...workerPolicies.activityUpdates(f.worker),
      ...workerPolicies.reservationUpdates(f.worker),
    ];
    const decoded = decodeToken(await mintWorkerToken({ ...f.worker, ...signer, policies }));
    expect(decoded?.payload.policies).toEqual([...automaticRules, rule(`${f.WORKER_URL}/**`, 'GET'), ...updateRules]);
  });

  it('give a workspace eight hours, as in the second worked payload', async () => {
    const policies = [
      ...workspacePolicies.automatic(f.workspace),
      ...workspacePolicies.fetchSubresources(f.workspace),
      ...workspacePolicies.updatesSubresources(f.workspace),
      ...workspacePolicies.deleteSubresources(f.workspace),
    ];
    const decoded = decodeToken(await mintWorkspaceToken({ ...f.workspace, ...signer, ttl: 28_800, policies }));
    expect(decoded?.payload).toEqual({
      iss: f.ACCOUNT,
      exp: 1_735_718_400,
      version: 'v1',
      friendly_name: f.WORKSPACE,
      account_sid: f.ACCOUNT,
      channel: f.WORKSPACE,
      workspace_sid: f.WORKSPACE,
      iat: f.ISSUED,
      policies: [
        rule(f.channelUrl(f.WORKSPACE), 'GET'),
        rule(f.channelUrl(f.WORKSPACE), 'POST'),
        rule(f.WORKSPACE_URL, 'GET'),
        rule(`${f.WORKSPACE_URL}/**`, 'GET'),
        rule(`${f.WORKSPACE_URL}/**`, 'POST'),
        rule(`${f.WORKSPACE_URL}/**`, 'DELETE'),
      ],
    });
  });

  it('name a task queue, as in the third worked payload', async () => {
    const policies = [
      ...taskQueuePolicies.automatic(f.queue),
      ...taskQueuePolicies.fetchSubresources(f.queue),
      ...taskQueuePolicies.updates(f.queue),
    ];
    const decoded = decodeToken(await mintTaskQueueToken({ ...f.queue, ...signer, policies }));
    expect(decoded?.payload).toMatchObject({
      channel: f.QUEUE,
      taskqueue_sid: f.QUEUE,
      policies: [
        rule(f.channelUrl(f.QUEUE), 'GET'),
        rule(f.channelUrl(f.QUEUE), 'POST'),
        rule(f.QUEUE_URL, 'GET'),
        rule(`${f.QUEUE_URL}/**`, 'GET'),
        rule(f.QUEUE_URL, 'POST'),
      ],
    });
    expect(decoded?.payload).not.toHaveProperty('worker_sid');
  });

  it('default to the automatic rules for workspaces and task queues', async () => {
    const ofWorkspace = decodeToken(await mintWorkspaceToken({ ...f.workspace, ...signer }));
    const ofQueue = decodeToken(await mintTaskQueueToken({ ...f.queue, ...signer }));
    expect(ofWorkspace?.payload.policies).toEqual(workspacePolicies.automatic(f.workspace));
    expect(ofQueue?.payload.policies).toEqual(taskQueuePolicies.automatic(f.queue));
  });

  it('point at other hosts when told', async () => {
    const bases = { restBase: 'http://127.0.0.1:8787/v1/', eventBridgeBase: 'http://127.0.0.1:8787' };
    const decoded = decodeToken(await mintWorkspaceToken({ ...f.workspace, ...signer, ...bases }));
    expect(decoded?.payload.policies).toMatchObject([
      { url: `http://127.0.0.1:8787/v1/wschannels/${f.ACCOUNT}/${f.WORKSPACE}` },
      { url: `http://127.0.0.1:8787/v1/wschannels/${f.ACCOUNT}/${f.WORKSPACE}` },
      { url: `http://127.0.0.1:8787/v1/Workspaces/${f.WORKSPACE}` },
    ]);
  });

  it('count from a Date, rounded down to the second, and carry a friendly name', async () => {
    const options = { ...f.worker, ...signer, now: new Date(f.NOW + 999), ttl: 60, friendlyName: 'Añita' };
    expect(decodeToken(await mintWorkerToken(options))?.payload).toMatchObject({
      iat: f.ISSUED,
      exp: f.ISSUED + 60,
      friendly_name: 'Añita',
    });
  });

  const good = { ...f.worker, ...signer };
  it.each([
    ['no account', { ...good, accountSid: '' }, 'missing_option', 'accountSid'],
    ['another kind of account SID', { ...good, accountSid: 'SK1' }, 'invalid_option', 'accountSid'],
    ['no auth token', { ...good, authToken: '' }, 'missing_option', 'authToken'],
    ['another kind of workspace SID', { ...good, workspaceSid: f.WORKER }, 'invalid_option', 'workspaceSid'],
    ['another kind of worker SID', { ...good, workerSid: f.QUEUE }, 'invalid_option', 'workerSid'],
    ['zero ttl', { ...good, ttl: 0 }, 'invalid_option', 'ttl'],
    ['fractional ttl', { ...good, ttl: 1.5 }, 'invalid_option', 'ttl'],
    ['an invalid date', { ...good, now: new Date('x') }, 'invalid_option', 'now'],
    ['a REST base without version', { ...good, restBase: 'http://localhost' }, 'invalid_option', 'restBase'],
    ['a bridge base with a path', { ...good, eventBridgeBase: 'http://h/v1' }, 'invalid_option', 'eventBridgeBase'],
    ['contradicting rules', { ...good, policies: contradiction() }, 'invalid_policies', 'policies'],
    ['too many rules', { ...good, policies: manyRules(90) }, 'token_too_large', 'policies'],
  ])('are not minted with %s', async (_name, options, code, field) => {
    await expect(mintWorkerToken(options)).rejects.toMatchObject({ name: 'TokenError', code, field });
  });

  it('never show the auth token in an error', async () => {
    const authToken = 12_345 as unknown as string;
    const error = await mintWorkerToken({ ...good, authToken }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TokenError);
    expect(String(error)).not.toContain('12345');
  });
});

function contradiction() {
  return [rule(f.WORKER_URL, 'GET'), { ...rule(f.WORKER_URL, 'GET'), allow: false }];
}

function manyRules(count: number) {
  return Array.from({ length: count }, (_, index) => rule(`${f.WORKSPACE_URL}/Tasks/WT${index}`, 'GET'));
}

describe('access tokens', () => {
  const good = {
    ...f.worker,
    apiKeySid: f.KEY,
    apiKeySecret: f.KEY_SECRET,
    identity: 'alice',
    now: f.NOW,
  };

  it('carry the grant of a worker, as in the worked payload', async () => {
    const decoded = decodeToken(await mintAccessToken(good));
    expect(decoded?.header).toEqual({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' });
    expect(decoded?.payload).toEqual(f.accessClaims);
  });

  it('need no worker for another role, and may start later', async () => {
    const { workerSid: _none, ...rest } = good;
    const decoded = decodeToken(await mintAccessToken({ ...rest, role: 'admin', nbf: 0 }));
    expect(decoded?.payload).toMatchObject({ nbf: 0, grants: { task_router: { role: 'admin' } } });
    expect(decoded?.payload).not.toHaveProperty('grants.task_router.worker_sid');
  });

  it('live for 24 hours at most', async () => {
    const decoded = decodeToken(await mintAccessToken({ ...good, ttl: 86_400 }));
    expect(decoded?.payload.exp).toBe(f.ISSUED + 86_400);
    await expect(mintAccessToken({ ...good, ttl: 86_401 })).rejects.toMatchObject({
      code: 'ttl_too_long',
      field: 'ttl',
    });
  });

  it.each([
    ['no key', { ...good, apiKeySid: '' }, 'missing_option', 'apiKeySid'],
    ['an account in place of a key', { ...good, apiKeySid: f.ACCOUNT }, 'invalid_option', 'apiKeySid'],
    ['no secret', { ...good, apiKeySecret: '' }, 'missing_option', 'apiKeySecret'],
    ['no identity', { ...good, identity: '' }, 'missing_option', 'identity'],
    ['no worker for the role worker', { ...good, workerSid: '' }, 'missing_option', 'workerSid'],
    ['an empty role', { ...good, role: '' }, 'missing_option', 'role'],
    ['a fractional nbf', { ...good, nbf: 0.5 }, 'invalid_option', 'nbf'],
  ])('are not minted with %s', async (_name, options, code, field) => {
    await expect(mintAccessToken(options)).rejects.toMatchObject({ name: 'TokenError', code, field });
  });
});
