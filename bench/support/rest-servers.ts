import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type Measured, startMeasured, startServer } from './measured.ts';
import type { RawRequest } from './raw-load.ts';
import { voiceSeed } from './voice-seed.ts';

interface Ready {
  readonly url: string;
  readonly wsUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly workspaces: readonly { readonly sid: string; readonly workers: Readonly<Record<string, string>> }[];
}

/** The mock server as built, and the requests that are measured. */
export interface RestServer {
  readonly requests: {
    readonly post: RawRequest;
    readonly fetch: RawRequest;
    readonly list: (size: number) => RawRequest;
  };
  /** A socket of the worker who is offered every task. */
  readonly connectWorker: () => Promise<Offers>;
  readonly stop: () => Promise<void>;
}

export interface Offers {
  /** Resolves when that many offers have been pushed since the socket was opened. */
  readonly until: (count: number) => Promise<void>;
}

/** `workers` in one workspace; only the first takes tasks, and takes them all. */
export async function startTaskbay(workers: number): Promise<RestServer> {
  const measured = await startServer<Ready>(voiceSeed(workers));
  const { ready } = measured;
  const [workspace] = ready.workspaces;
  const at = `/v1/Workspaces/${workspace?.sid}`;
  const authorization = `Basic ${Buffer.from(`${ready.accountSid}:${ready.authToken}`).toString('base64')}`;
  const port = Number(new URL(ready.url).port);
  const get = (path: string): RawRequest => ({
    port,
    method: 'GET',
    path: `${at}${path}`,
    headers: { authorization, accept: 'application/json' },
    body: '',
    status: 200,
  });
  return {
    requests: {
      post: {
        port,
        method: 'POST',
        path: `${at}/Tasks`,
        headers: { authorization, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ Attributes: '{"type":"call","from":"+15550100"}' }).toString(),
        status: 201,
      },
      fetch: get(`/Workers/${workspace?.workers.ada}`),
      list: (size) => get(`/Workers?PageSize=${size}`),
    },
    connectWorker: async () => {
      const token = await tokenFor(ready.url, 'ada');
      return connectWorker(`${ready.wsUrl}/v1/wschannels?token=${token}&closeExistingSessions=false`);
    },
    stop: measured.stop,
  };
}

async function tokenFor(url: string, worker: string): Promise<string> {
  const body = JSON.stringify({ worker });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/control/tokens`, { method: 'POST', headers, body });
  const { token } = (await answer.json()) as { readonly token: string };
  return token;
}

/** Bare `node:http` that reads the request and answers with the bytes given. */
export async function startBare(answer: string, status: number): Promise<Measured<number>> {
  // In a file: a thousand workers are too long for a command line.
  const file = join(tmpdir(), `taskbay-bench-${process.pid}.json`);
  writeFileSync(file, answer);
  const source = `
    import { readFileSync } from 'node:fs';
    import { createServer } from 'node:http';
    const body = readFileSync(${JSON.stringify(file)});
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const server = createServer((request, response) => {
      request.on('data', () => {});
      request.on('end', () => response.writeHead(${status}, headers).end(body));
    });
    server.listen(0, '127.0.0.1', () => process.send(server.address().port));`;
  const measured = await startMeasured<number>(source);
  rmSync(file);
  return measured;
}

/** The body that a server answers a request with. */
export async function answerOf({ port, method, path, headers, body }: RawRequest): Promise<string> {
  const init = method === 'POST' ? { method, headers, body } : { method, headers };
  return (await fetch(`http://127.0.0.1:${port}${path}`, init)).text();
}

async function connectWorker(url: string): Promise<Offers> {
  const socket = new WebSocket(url);
  let offers = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let reached = (): void => undefined;
  socket.on('message', (data: Buffer) => {
    if (!data.toString('utf8', 0, 40).includes('reservation.created')) return;
    offers += 1;
    if (offers >= wanted) reached();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('message', () => resolve());
    socket.once('error', reject);
  });
  return {
    until: (count) =>
      new Promise((resolve) => {
        wanted = count;
        reached = resolve;
        if (offers >= wanted) resolve();
      }),
  };
}
