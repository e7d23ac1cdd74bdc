import twilio from 'twilio';
import twilio6 from 'twilio6';
import { afterEach, describe, expect, it } from 'vitest';
import { type MockServer, type MockServerOptions, startMockServer } from '../../src/index.ts';
import { basic } from './rest-server.ts';

let server: MockServer | undefined;
afterEach(() => server?.close());

async function start(vendorLimits: MockServerOptions['vendorLimits'], workers = 1) {
  const names = Array.from({ length: workers }, (_, number) => ({ name: `w${number}` }));
  const activities = [{ name: 'Offline', available: false }];
  const seed = {
    version: 1,
    workspaces: [{ name: 'Desk', activities, taskQueues: [{ name: 'All', targetWorkers: '1==1' }], workers: names }],
  };
  const started = await startMockServer({ seed, ...(vendorLimits === undefined ? {} : { vendorLimits }) });
  server = started;
  const { accountSid, authToken, workspaces } = started.ready;
  const at = `${started.url}/v1/Workspaces/${workspaces[0]?.sid}`;
  const headers = { authorization: basic(accountSid, authToken ?? '') };
  const queues = Object.values(workspaces[0]?.taskQueues ?? {});
  const bulk = () =>
    fetch(`${at}/TaskQueues/RealTimeStatistics`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ QueueSids: queues }),
    });
  return { server: started, get: (path: string) => fetch(`${at}${path}`, { headers }), bulk };
}

async function statuses(times: number, send: () => Promise<Response>): Promise<number[]> {
  const seen: number[] = [];
  for (let sent = 0; sent < times; sent += 1) seen.push((await send()).status);
  return seen;
}

describe('with vendorLimits', () => {
  it('bulk statistics are answered five times in a second of server time', async () => {
    const { server: own, bulk } = await start(true);
    expect(await statuses(6, bulk)).toEqual([200, 200, 200, 200, 200, 429]);
    await own.time.advance({ seconds: 0.999 });
    const refused = await bulk();
    expect([...['limit', 'remaining'].map((name) => refused.headers.get(`x-rate-limit-${name}`))]).toEqual(['5', '0']);
    expect(await refused.json()).toEqual({
      code: 20429,
      message: 'Too Many Requests: more than 5 in one second; wait and try again',
      more_info: 'https://www.twilio.com/docs/errors/20429',
      status: 429,
    });
    await own.time.advance({ seconds: 0.001 });
    expect((await bulk()).headers.get('x-rate-limit-remaining')).toBe('4');
  });

  it('a rate of its own holds for all requests together, and a reset forgets what came before', async () => {
    const { server: own, get } = await start({ requestsPerSecond: 2 });
    expect(await statuses(3, () => get('/Workers'))).toEqual([200, 200, 429]);
    await own.time.advance({ seconds: 60 });
    expect(await statuses(3, () => get('/Tasks'))).toEqual([200, 200, 429]);
    await own.reset();
    expect((await get('/Workers')).status).toBe(200);
  });

  it('statistics of workers are refused beyond 100 workers', async () => {
    const { get } = await start(true, 101);
    for (const path of ['Statistics', 'CumulativeStatistics', 'RealTimeStatistics']) {
      const reply = await get(`/Workers/${path}`);
      expect([reply.status, ((await reply.json()) as { message: string }).message]).toEqual([
        400,
        'Statistics of workers are answered for up to 100 workers; this workspace has 101',
      ]);
    }
    expect((await get('/Statistics')).status).toBe(200);
  });

  it('100 workers are not too many', async () => {
    expect((await (await start(true, 100)).get('/Workers/Statistics')).status).toBe(200);
  });

  it.each([
    ['5.x', twilio],
    ['6.x', twilio6 as unknown as typeof twilio],
  ])('twilio %s tries again by itself and gets through', async (_version, library) => {
    const { server: own } = await start({ requestsPerSecond: 1 });
    const { accountSid, authToken, workspaces } = own.ready;
    const client = new library.RequestClient({ autoRetry: true, maxRetries: 3, maxRetryDelay: 1 });
    const refused: number[] = [];
    client.axios.interceptors.response.use(async (answer) => {
      if (answer.status === 429) {
        refused.push(answer.status);
        await own.time.advance({ seconds: 1 });
      }
      return answer;
    });
    // The last interceptor runs last: the client's own, which sends again, has to hear of the refusal after ours.
    client.axios.interceptors.response.handlers?.reverse();
    const request: typeof client.request = (options) =>
      client.request({ ...options, uri: options.uri.replace('https://taskrouter.twilio.com', own.url) });
    const httpClient = Object.assign(Object.create(client), { request });
    const { v1 } = library(accountSid, authToken ?? '', { httpClient }).taskrouter;
    const workspace = v1.workspaces(workspaces[0]?.sid ?? '');
    await workspace.fetch();
    expect((await workspace.fetch()).friendlyName).toBe('Desk');
    expect(refused).toEqual([429]);
  });
});

describe('without vendorLimits', () => {
  it('nothing is counted', async () => {
    const { bulk, get } = await start(undefined, 101);
    expect(await statuses(7, bulk)).toEqual(Array(7).fill(200));
    expect((await get('/Workers/Statistics')).headers.get('x-rate-limit-limit')).toBeNull();
  });

  it.each([0, 1.5, Number.NaN])('requestsPerSecond %d is refused', async (requestsPerSecond) => {
    await expect(startMockServer({ vendorLimits: { requestsPerSecond } })).rejects.toThrow(
      /vendorLimits.requestsPerSecond is .*; it must be a whole number of 1 or more/,
    );
  });
});
