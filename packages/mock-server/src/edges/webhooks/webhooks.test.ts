import { describe, expect, it, vi } from 'vitest';
import { turn } from '../../../test-support/manual-host.ts';
import { createFilledRuntime } from '../../../test-support/runtime.ts';
import { WORKSPACE } from '../../../test-support/simulation.ts';
import { MAX_WAITING } from './lane.ts';
import type { SendOut } from './request.ts';
import { readTarget } from './target.ts';
import { Webhooks } from './webhooks.ts';

const quiet = () => undefined;

async function createWebhooks(sendOut: SendOut) {
  const made = await createFilledRuntime();
  const credentials = {
    accountSid: `AC${'5'.repeat(32)}`,
    authToken: 'a'.repeat(32),
    apiKeySid: `SK${'5'.repeat(32)}`,
    apiKeySecret: 's',
    fromOutside: false,
  };
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const webhooks = new Webhooks({ runtime: made.runtime, credentials, log }, sendOut);
  webhooks.start();
  return { ...made, webhooks };
}

const silence: SendOut = () => new Promise(() => undefined);

describe('event callbacks', () => {
  it('beyond the limit are dropped, and the journal says so once (HOOK-4)', async () => {
    const { send, journal, webhooks } = await createWebhooks(silence);
    await send({ type: 'workspace.update', eventCallbackUrl: 'http://app.example/events' });
    // Two events each.
    for (let index = 0; index <= MAX_WAITING / 2; index += 1) {
      await send({ type: 'activity.create', friendlyName: `a${index % 50}`, available: true }).then(async (made) => {
        if (made.ok) await send({ type: 'activity.delete', sid: made.subject.activity?.sid ?? '' });
      });
    }
    const states = webhooks.log.list().map(({ state }) => state);
    expect(states.filter((state) => state === 'waiting')).toHaveLength(MAX_WAITING);
    expect(states.filter((state) => state === 'dropped').length).toBe(2);
    const read = await journal.read(WORKSPACE, 0);
    const lines = read.kind === 'ok' ? read.batches.flatMap((batch) => batch.lines) : [];
    expect(lines.filter(({ type }) => type === 'taskbay.callbacks.dropped')).toHaveLength(1);
  });

  it('go where the workspace wanted them when the event happened (HOOK-1)', async () => {
    const urls: string[] = [];
    const { send, runtime } = await createWebhooks(async (url) => {
      urls.push(url);
      return new Response(null, { status: 204 });
    });
    await send({ type: 'workspace.update', eventCallbackUrl: 'http://one.example/' });
    await send({ type: 'activity.create', friendlyName: 'x', available: true });
    await send({ type: 'workspace.update', eventCallbackUrl: 'http://two.example/' });
    await send({ type: 'activity.create', friendlyName: 'y', available: true });
    await runtime.inFlight.settle(5_000);
    expect(urls).toEqual(['http://one.example/', 'http://two.example/']);
  });
});

describe('the limits in the fragment of a callback URL (HOOK-3)', () => {
  /** One event to that URL; `connects`: whether the connection comes about. No answer comes. */
  async function told(url: string, connects: boolean) {
    const { send, runtime, webhooks } = await createWebhooks((_, { signal, onConnected }) => {
      if (connects) onConnected?.();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await send({ type: 'workspace.update', eventCallbackUrl: url });
    await send({ type: 'activity.create', friendlyName: 'x', available: true });
    await vi.waitUntil(() => runtime.nextTimer() !== undefined);
    const next = () => {
      const timer = runtime.nextTimer();
      return timer && { what: timer.what, after: timer.due - runtime.clock.now() };
    };
    const problems = () => webhooks.log.list()[0]?.attempts.map(({ problem }) => problem);
    const fire = async () => {
      await runtime.nextTimer()?.fire();
      await vi.waitUntil(() => problems()?.length === 1);
      await turn();
    };
    return { next, fire, problems };
  }

  it('end an attempt without a connection, which is tried again', async () => {
    const { next, fire, problems } = await told('http://app.example/#ct=300&rt=200', false);
    expect(next()).toEqual({ what: 'webhook time limit', after: 300 });
    await fire();
    expect(problems()).toEqual(['no connection within 300 ms']);
    expect(next()).toEqual({ what: 'webhook retry', after: 1_000 });
  });

  it('end an attempt whose answer does not come once it is connected, which is not tried again', async () => {
    const { next, fire, problems } = await told('http://app.example/#ct=100&rt=200', true);
    expect(next()).toEqual({ what: 'webhook time limit', after: 200 });
    await fire();
    expect(problems()).toEqual(['no answer within 200 ms of the connection']);
    expect(next()).toBeUndefined();
  });

  it('hold as well as the limit of the whole', async () => {
    const { next, fire, problems } = await told('http://app.example/#rt=9000&tt=400', true);
    expect(next()).toEqual({ what: 'webhook time limit', after: 400 });
    await fire();
    expect(problems()).toEqual(['no answer within 400 ms']);
  });
});

it('tells of every address of a name that could not be reached', async () => {
  const reasons = ['connect ECONNREFUSED ::1:9', 'connect ECONNREFUSED 127.0.0.1:9'];
  const failed = new AggregateError(reasons.map((reason) => new Error(reason)));
  const { send, webhooks } = await createWebhooks(() => Promise.reject(failed));
  await send({ type: 'workspace.update', eventCallbackUrl: 'http://localhost:9/#rc=0' });
  await send({ type: 'activity.create', friendlyName: 'x', available: true });
  await vi.waitUntil(() => webhooks.log.list()[0]?.attempts.length === 1);
  expect(webhooks.log.list()[0]?.attempts).toMatchObject([{ status: null, problem: reasons.join('; ') }]);
});

describe('a callback URL', () => {
  it('keeps its user name for the signature and sends it as credentials', () => {
    const target = readTarget('https://me:p%40ss@app.example:8443/a?b=c#rc=0');
    expect(target).toMatchObject({
      url: 'https://app.example:8443/a?b=c',
      signed: 'https://me:p%40ss@app.example:8443/a?b=c',
      authorization: `Basic ${btoa('me:p@ss')}`,
      retries: 0,
    });
  });

  it('may have a percent sign that escapes nothing', () => {
    expect(readTarget('https://me:100%@app.example/').authorization).toBe(`Basic ${btoa('me:100%')}`);
  });

  it.each([
    ['', 1, ['ct'], undefined],
    ['#rc=5&rp=all&tt=100', 5, ['ct', 'rt', '4xx', '5xx'], 100],
    ['#rc=6&rp=nonsense&tt=99999', 1, ['ct'], undefined],
    ['#rp=rt,5xx', 1, ['rt', '5xx'], undefined],
  ])('reads %s (HOOK-3)', (fragment, retries, retryOn, limit) => {
    const target = readTarget(`https://app.example/${fragment}`);
    expect([target.retries, [...target.retryOn], target.limit]).toEqual([retries, retryOn, limit]);
  });

  it.each([
    ['', undefined, undefined],
    ['#ct=100&rt=15000', 100, 15_000],
    ['#ct=10000', 10_000, undefined],
    ['#ct=10001&rt=99', undefined, undefined],
    ['#ct=-1&rt=soon', undefined, undefined],
  ])('with %s has its limits of connection and answer (HOOK-3)', (fragment, connectLimit, readLimit) => {
    expect(readTarget(`https://app.example/${fragment}`)).toMatchObject({ connectLimit, readLimit });
  });
});
