import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMockServer } from '../../src/index.ts';
import { basic } from './rest-server.ts';

let server: MockServer;
let headers: Readonly<Record<string, string>>;
let at: string;
beforeAll(async () => {
  server = await startMockServer();
  const { accountSid, authToken, workspaces } = server.ready;
  headers = { authorization: basic(accountSid, authToken ?? '') };
  at = `${server.url}/v1/Workspaces/${workspaces[0]?.sid}`;
});
afterAll(() => server.close());

const post = (path: string, form: Readonly<Record<string, string>>) =>
  fetch(`${at}/${path}`, { method: 'POST', headers, body: new URLSearchParams(form) });

const alive = async () => (await fetch(at, { headers })).status;

describe('over HTTP', () => {
  it('takes the longest configuration, however it is encoded', async () => {
    const queue = Object.values(server.ready.workspaces[0]?.taskQueues ?? {})[0];
    const core = `{"task_routing":{"default_filter":{"queue":"${queue}"}}}`;
    const Configuration = core + '\n'.repeat(1_038_576 - core.length);
    const reply = await post('Workflows', { FriendlyName: 'Long', Configuration });
    expect([reply.status, ((await reply.json()) as { configuration: string }).configuration.length]).toEqual([
      201, 1_038_576,
    ]);
  });

  it.each([1_300_000, 3_700_000, 20_000_000])('refuses a form of %i bytes and goes on', async (size) => {
    const reply = await post('Tasks', { Attributes: 'x'.repeat(size) }).catch((error: Error) => error);
    // A server may hang up while the rest is still on its way; then there is no answer to look at.
    if (reply instanceof Response) expect(reply.status).toBe(413);
    else expect(reply.cause).toMatchObject({ code: expect.stringMatching(/^(EPIPE|ECONNRESET|UND_ERR_SOCKET)$/) });
    expect(await alive()).toBe(200);
  });

  it('answers HEAD, OPTIONS and an unknown method', async () => {
    const statuses = [];
    for (const method of ['HEAD', 'OPTIONS', 'PATCH']) statuses.push((await fetch(at, { method, headers })).status);
    expect(statuses).toEqual([200, 204, 405]);
  });

  it('compares versions that clients quote or do not', async () => {
    const workers = server.ready.workspaces[0]?.workers ?? {};
    const worker = `${at}/Workers/${Object.values(workers)[0]}`;
    const etag = (await fetch(worker, { headers })).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+"$/);
    const update = (version: string) =>
      fetch(worker, { method: 'POST', headers: { ...headers, 'if-match': version }, body: new URLSearchParams() });
    expect((await update(etag)).status).toBe(200);
    expect((await update(etag.replaceAll('"', ''))).status).toBe(200);
    expect((await update('"999"')).status).toBe(412);
  });
});
