import { PassThrough } from 'node:stream';
import { mintAccessToken, mintWorkerToken, verify, workerPolicies } from '@taskbay/token';
import { describe, expect, it, vi } from 'vitest';
import { token } from './token.ts';
import { askHidden, type TokenHost } from './token-secret.ts';
import { UsageError } from './usage-error.ts';

const ACCOUNT = 'AC00000000000000000000000000000001';
const WORKSPACE = 'WS00000000000000000000000000000002';
const WORKER = 'WK00000000000000000000000000000003';
const QUEUE = 'WQ00000000000000000000000000000004';
const KEY = 'SK00000000000000000000000000000005';
const AUTH_TOKEN = 'the-auth-token-of-the-account';
const KEY_SECRET = 'the-secret-of-the-key';
const NOW = Date.parse('2025-01-01T00:00:00Z');
const WORKER_URL = `https://taskrouter.twilio.com/v1/Workspaces/${WORKSPACE}/Workers/${WORKER}`;

const env = {
  TASKBAY_ACCOUNT_SID: ACCOUNT,
  TASKBAY_AUTH_TOKEN: AUTH_TOKEN,
  TASKBAY_API_KEY: KEY,
  TASKBAY_API_SECRET: KEY_SECRET,
};
const keys = {
  authTokens: () => [AUTH_TOKEN],
  apiKeySecret: () => ({ accountSid: ACCOUNT, secret: KEY_SECRET }),
};
const workspace = ['--workspace-sid', WORKSPACE, '--now', '2025-01-01T00:00:00Z'];
const worker = [...workspace, '--worker-sid', WORKER];

async function run(args: readonly string[], given: Partial<TokenHost> = {}) {
  const written: string[] = [];
  const fail = vi.fn();
  const host: TokenHost = {
    env,
    askSecret: undefined,
    readInput: () => Promise.reject(new Error('nothing was to be read')),
    write: (text) => written.push(text),
    fail,
    ...given,
  };
  await token(args, host);
  return { out: written.join(''), failed: fail.mock.calls.length > 0 };
}

/** The message of the mistake that the arguments make. */
async function mistake(args: readonly string[], given: Partial<TokenHost> = {}): Promise<string> {
  try {
    await run(args, given);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('the arguments were accepted');
}

const claimsOf = async (out: string) => {
  const result = await verify(out.trim(), { keys, now: NOW });
  if (!result.ok) throw new Error(result.message);
  return result.claims;
};

describe('taskbay token', () => {
  it('mints a worker token with the default rules', async () => {
    const { out } = await run(['worker', ...worker]);
    const expected = {
      accountSid: ACCOUNT,
      workspaceSid: WORKSPACE,
      workerSid: WORKER,
      authToken: AUTH_TOKEN,
      now: NOW,
    };
    expect(out).toBe(`${await mintWorkerToken(expected)}\n`);
  });

  it('mints with the lists of rules that are named, for another server', async () => {
    const bases = { restBase: 'http://localhost:8787/v1', eventBridgeBase: 'http://localhost:8787' };
    const flags = ['--rest-base', bases.restBase, '--event-bridge-base', bases.eventBridgeBase, '--ttl', '60'];
    const { out } = await run(['worker', ...worker, '--capabilities', 'eventBridge,updates', ...flags]);
    const scope = { accountSid: ACCOUNT, workspaceSid: WORKSPACE, workerSid: WORKER, ...bases };
    expect(await claimsOf(out)).toMatchObject({
      exp: NOW / 1000 + 60,
      policies: [...workerPolicies.eventBridge(scope), ...workerPolicies.updates(scope)],
    });
  });

  it('mints workspace and task queue tokens', async () => {
    expect(await claimsOf((await run(['workspace', ...workspace])).out)).toMatchObject({ channel: WORKSPACE });
    const queue = await run(['task-queue', ...workspace, '--task-queue-sid', QUEUE]);
    expect(await claimsOf(queue.out)).toMatchObject({ channel: QUEUE, taskqueue_sid: QUEUE });
  });

  it('mints access tokens of every role, as JSON when asked', async () => {
    const { out } = await run(['access', ...worker, '--identity', 'alice', '--json']);
    const { token: minted, kind } = JSON.parse(out) as Record<string, string>;
    const options = { accountSid: ACCOUNT, workspaceSid: WORKSPACE, workerSid: WORKER, identity: 'alice', now: NOW };
    expect(minted).toBe(await mintAccessToken({ ...options, apiKeySid: KEY, apiKeySecret: KEY_SECRET }));
    expect(kind).toBe('access');
    const supervisor = await run(['access', ...workspace, '--identity', 'bob', '--role', 'supervisor']);
    expect(await claimsOf(supervisor.out)).toMatchObject({ grants: { task_router: { role: 'supervisor' } } });
  });

  it('reads the vendor’s variables when told, and those only', async () => {
    const twilio = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'another secret' };
    const { out } = await run(['worker', ...worker, '--env-credentials'], { env: { ...env, ...twilio } });
    expect(await verify(out.trim(), { keys, now: NOW })).toMatchObject({ reason: 'bad_signature' });
    expect(await mistake(['access', ...worker, '--identity', 'a', '--env-credentials'], { env })).toContain(
      'account-sid',
    );
  });

  it.each([
    ['a flag that is missing', ['worker', ...workspace], /^--worker-sid is missing; give it$/],
    ['a flag without a value', ['worker', ...worker, '--ttl'], /^--ttl has no value/],
    ['a ttl that is no number', ['worker', ...worker, '--ttl', '1h'], /^--ttl is "1h"/],
    ['a moment that is none', ['worker', ...worker, '--now', 'soon'], /^--now is "soon"/],
    ['a SID of another kind', ['worker', ...workspace, '--worker-sid', QUEUE], /workerSid must be a SID.*WK/],
    ['a list nobody knows', ['worker', ...worker, '--capabilities', 'all'], /"all"; known are .*reservationUpdates/],
    ['a name every object has', ['worker', ...worker, '--capabilities', 'toString'], /"toString"; known are/],
    ['more than a day', ['access', ...worker, '--identity', 'a', '--ttl', '86401'], /at most 86400 seconds/],
    ['a kind nobody knows', ['robot'], /say which token/],
    ['no kind', [], /say which token/],
    ['a request without a URL', ['explain', 'x', '--request', 'GET'], /^--request is "GET"/],
    ['an empty token', ['explain', ''], /has no value|there is no token/],
  ])('refuses %s with a sentence', async (_name, args, message) => {
    expect(await mistake(args)).toMatch(message);
  });

  it('explains itself and each kind', async () => {
    expect((await run(['--help'])).out).toMatch(/task-queue.*[\s\S]*explain/);
    const { out } = await run(['access', '--help']);
    expect(out).toMatch(/--api-key[\s\S]*--role/);
    expect(out).not.toContain('secret=');
  });
});

describe('secrets', () => {
  it.each(['--auth-token', '--authToken', '--api-secret', '--secret'])('are refused as the flag %s', async (flag) => {
    const message = await mistake(['worker', ...worker, flag, AUTH_TOKEN]);
    expect(message).toContain('secrets come from the environment or a prompt');
    expect(message).not.toContain(AUTH_TOKEN);
  });

  it('are not repeated when they stand where they do not belong', async () => {
    for (const stray of [[AUTH_TOKEN], [`-p${AUTH_TOKEN}`]]) {
      expect(await mistake(['worker', ...worker, ...stray])).not.toMatch(/auth-token-of|--[a-z]$/);
    }
  });

  it('are asked for where there is somebody to ask, and missed otherwise', async () => {
    const askSecret = vi.fn(() => Promise.resolve(AUTH_TOKEN));
    const asked = await run(['worker', ...worker, '--account-sid', ACCOUNT], { env: {}, askSecret });
    expect(await claimsOf(asked.out)).toMatchObject({ channel: WORKER });
    expect(askSecret).toHaveBeenCalledExactlyOnceWith('Auth token (not shown): ');
    const args = ['worker', ...worker, '--account-sid', ACCOUNT];
    expect(await mistake(args, { env: {} })).toMatch(/auth token is missing; set TASKBAY_AUTH_TOKEN/);
    expect(await mistake(args, { env: {}, askSecret: () => Promise.resolve('') })).toContain('missing');
  });

  it('typed at the prompt are not echoed', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const answer = askHidden(input, output, 'Secret: ');
    input.write('s3cr');
    input.write('x\u007fet\r');
    expect(await answer).toBe('s3cret');
    expect(String(output.read())).toBe('Secret: \n');
  });

  it('need not be typed to the end', async () => {
    const input = new PassThrough();
    const answer = askHidden(input, new PassThrough(), 'Secret: ');
    input.write('s3c\u0003');
    await expect(answer).rejects.toThrow('no secret was given');
  });

  it('never appear in what is printed', async () => {
    const { out: minted } = await run(['worker', ...worker, '--json']);
    const { token: jwt } = JSON.parse(minted) as { token: string };
    const { out } = await run(['explain', jwt, '--verify', '--json', '--now', '2025-01-01T00:00:00Z']);
    expect(minted + out).not.toContain(AUTH_TOKEN);
  });
});

describe('taskbay token explain', () => {
  const at = ['--now', '2025-01-01T00:30:00Z'];
  const minted = async (kind = 'worker', ...more: string[]) => (await run([kind, ...worker, ...more])).out.trim();

  it('prints words, from an argument or standard input', async () => {
    const jwt = await minted();
    const { out, failed } = await run(['explain', jwt, ...at]);
    expect(out).toMatch(/^Capability token\nFor: channel WK.*[\s\S]*The signature was not checked\.\n$/);
    expect(failed).toBe(false);
    const piped = { readInput: () => Promise.resolve(`${jwt}\n`) };
    expect((await run(['explain', ...at], piped)).out).toBe(out);
    expect((await run(['explain', '-', ...at], piped)).out).toBe(out);
    expect(await mistake(['explain'], { readInput: () => Promise.resolve(' \n') })).toContain('there is no token');
  });

  it('prints JSON', async () => {
    const { out } = await run(['explain', await minted(), '--json', ...at]);
    expect(JSON.parse(out)).toMatchObject({
      kind: 'capability',
      signature: 'unchecked',
      expiresAt: '2025-01-01T01:00:00.000Z',
      abilities: expect.arrayContaining([`may read worker ${WORKER} of workspace ${WORKSPACE}`]),
    });
  });

  it('says whether a request is permitted, and fails when it is not', async () => {
    const jwt = await minted();
    const ask = (request: string) => run(['explain', jwt, '--request', request, ...at]);
    expect(await ask(`POST ${WORKER_URL}?ActivitySid=WA1`)).toMatchObject({
      out: expect.stringContaining('permitted, the token may create or change'),
      failed: false,
    });
    expect(await ask(`post ${WORKER_URL}?FriendlyName=x`)).toMatchObject({
      out: expect.stringContaining('refused, no rule covers it'),
      failed: true,
    });
  });

  it('fails for a token that has ended', async () => {
    const { out, failed } = await run(['explain', await minted(), '--now', '2025-01-01T02:00:00Z']);
    expect(out).toContain('Refused: the token expired');
    expect(failed).toBe(true);
  });

  it.each([
    ['a capability token', 'worker', []],
    ['an access token', 'access', ['--identity', 'alice']],
  ])('checks the signature of %s', async (_name, kind, more) => {
    const jwt = await minted(kind, ...more);
    const check = (variables: Partial<typeof env>) => run(['explain', jwt, '--verify', ...at], { env: variables });
    expect(await check(env)).toMatchObject({ out: expect.stringContaining('signature is genuine'), failed: false });
    const { TASKBAY_AUTH_TOKEN, TASKBAY_API_SECRET } = env;
    expect(await check({ TASKBAY_AUTH_TOKEN, TASKBAY_API_SECRET })).toMatchObject({ failed: false });
    const wrong = { ...env, TASKBAY_AUTH_TOKEN: 'x', TASKBAY_API_SECRET: 'x' };
    expect(await check(wrong)).toMatchObject({ out: expect.stringContaining('NOT genuine'), failed: true });
    const foreign = { ...env, TASKBAY_ACCOUNT_SID: 'AC9', TASKBAY_API_KEY: 'SK9' };
    expect(await check(foreign)).toMatchObject({ out: expect.stringContaining('names no'), failed: true });
  });
});
