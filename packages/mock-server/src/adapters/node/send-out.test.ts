import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sendOut } from './send-out.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=b`;
}

const form = (signal: AbortSignal, onConnected: () => void) =>
  ({ method: 'POST', headers: { 'x-a': 'b' }, body: 'q=%C3%BC', redirect: 'manual', signal, onConnected }) as const;

const never = () => new AbortController().signal;

it('sends the form and answers with status, headers and text', async () => {
  const url = await listening((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.writeHead(302, { location: '/other', 'content-type': 'text/plain' });
      response.end(`${request.method} ${request.url} ${request.headers['x-a']} ${body}`);
    });
  });
  const told: string[] = [];
  const answer = await sendOut(
    url,
    form(never(), () => told.push('connected')),
  );
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/other']);
  expect(await answer.text()).toBe('POST /hook?a=b b q=%C3%BC');
  expect(told).toEqual(['connected']);
});

it.each([204, 205, 304, 700, 999])('hands on status %d', async (status) => {
  const url = await listening((_, response) => response.writeHead(status).end());
  const answer = await sendOut(
    url,
    form(never(), () => undefined),
  );
  expect([answer.status, await answer.text()]).toEqual([status, '']);
});

it('reads an answer that begins with a byte order mark', async () => {
  const url = await listening((_, response) => response.end('\uFEFF{}'));
  const answer = await sendOut(
    url,
    form(never(), () => undefined),
  );
  expect(await answer.text()).toBe('{}');
});

it('tells of the connection while the answer is awaited, and gives up when it is told to', async () => {
  const url = await listening(() => undefined);
  const ending = new AbortController();
  await expect(
    sendOut(
      url,
      form(ending.signal, () => ending.abort()),
    ),
  ).rejects.toThrow(/abort/i);
});

it('rejects without a word when nobody listens', async () => {
  const url = await listening(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const told: string[] = [];
  await expect(
    sendOut(
      url,
      form(never(), () => told.push('connected')),
    ),
  ).rejects.toThrow(/ECONNREFUSED/);
  expect(told).toEqual([]);
});
