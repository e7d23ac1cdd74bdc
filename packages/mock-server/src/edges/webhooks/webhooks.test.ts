import { describe, expect, it } from 'vitest';
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

  it.each([
    ['', 1, ['ct'], undefined],
    ['#rc=5&rp=all&tt=100', 5, ['ct', 'rt', '4xx', '5xx'], 100],
    ['#rc=6&rp=nonsense&tt=99999', 1, ['ct'], undefined],
    ['#rp=rt,5xx', 1, ['rt', '5xx'], undefined],
  ])('reads %s (HOOK-3)', (fragment, retries, retryOn, limit) => {
    const target = readTarget(`https://app.example/${fragment}`);
    expect([target.retries, [...target.retryOn], target.limit]).toEqual([retries, retryOn, limit]);
  });
});
