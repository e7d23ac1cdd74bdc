import { afterEach, beforeEach, expect, it } from 'vitest';
import { type MockServer, startMockServer } from '../../src/index.ts';
import { opened } from './support/hostile.ts';

const SEED = {
  version: 1,
  workspaces: [
    {
      name: 'Slow',
      activities: [{ name: 'Offline', available: false }],
      taskQueues: [],
      workflows: [],
      workers: [{ name: 'slow', attributes: {} }],
    },
  ],
} as const;

/** As long as attributes may be, and twice as long inside a frame. */
const FILLER = '\\"'.repeat(2_000);
const AT_ONCE = 16;

let server: MockServer;
const logged: object[] = [];

beforeEach(async () => {
  logged.length = 0;
  const quiet = (): void => undefined;
  const warn = (message: string, facts: object = {}): void => void logged.push({ message, ...facts });
  server = await startMockServer({
    seed: SEED,
    clock: 'manual',
    logger: { debug: quiet, info: quiet, warn, error: warn },
  });
});

afterEach(() => server.close());

async function change(number: number): Promise<void> {
  const { accountSid, authToken, workspaces } = server.ready;
  const [workspace] = workspaces;
  const response = await fetch(`${server.url}/v1/Workspaces/${workspace?.sid}/Workers/${workspace?.workers.slow}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    body: new URLSearchParams({ Attributes: `{"number":${number},"filler":"${FILLER}"}` }),
  });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}

async function connections(): Promise<number> {
  const open = (await (await fetch(`${server.url}/control/connections`)).json()) as object[];
  return open.length;
}

it('holds a bounded amount for a client that does not read, goes on without it and tells it why', async () => {
  const socket = await opened(server.url, await server.token({ worker: 'slow' }));
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString('utf8')));
  const ended = new Promise<string>((resolve) => {
    socket.once('close', (code, reason) => resolve(`${code} ${reason.toString('utf8')}`));
  });
  socket.pause();
  for (let changes = 0; (await connections()) > 0; changes += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, more) => change(changes + more)));
  }
  expect(logged).toMatchObject([{ message: 'Client reads too slowly', connection: 'connection-1' }]);
  const { buffered } = logged[0] as { readonly buffered: number };
  expect(buffered).toBeLessThan(1_048_576 + 2 * FILLER.length + 1_000);
  socket.resume();
  expect(await ended).toBe('4008 Client reads too slowly');
  // What it had coming came whole and in order.
  const numbers = heard.flatMap((text) => /\\"number\\":(\d+)/.exec(text)?.[1] ?? []).map(Number);
  expect(numbers.length).toBeGreaterThan(100);
  expect(new Set(numbers).size).toBe(numbers.length);
}, 60_000);
