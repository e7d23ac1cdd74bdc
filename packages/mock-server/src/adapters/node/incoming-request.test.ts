import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HungUp } from '../../edges/hung-up.ts';
import { createIncomingRequests } from './incoming-request.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** What one request looks like on the server's side; `look` runs before it is answered. */
async function received<T>(sent: Sent, look: (request: Request | undefined) => Promise<T> | T): Promise<T> {
  const requestOf = createIncomingRequests();
  let result: Promise<T> | undefined;
  const server = createServer((incoming: IncomingMessage, outgoing) => {
    result = Promise.resolve(look(requestOf(incoming)));
    void result.finally(() => outgoing.end());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    const { body, ...options } = sent;
    const outgoing = request({ port, host: '127.0.0.1', ...options }, (answer) => answer.resume().on('end', resolve));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  if (result === undefined) throw new Error('Nothing came in');
  return result;
}

describe('a request that came in', () => {
  it('tells what edges ask of every request without the platform’s object', async () => {
    const seen = await received(
      { method: 'POST', path: '/a?b=%C3%BC', headers: { host: 'x.test:81', 'If-Match': '"3"' }, body: 'q=ü' },
      async (got) => [got?.method, got?.url, got?.headers.get('IF-MATCH'), got?.headers.get('none'), await got?.text()],
    );
    expect(seen).toEqual(['POST', 'http://x.test:81/a?b=%C3%BC', '"3"', null, 'q=ü']);
  });

  it('joins repeated headers as the platform does', async () => {
    const headers = { host: 'x.test', 'x-a': ['1', '2'] };
    const seen = await received({ headers }, (got) => [got?.headers.get('x-a'), [...(got?.headers.keys() ?? [])]]);
    expect(seen).toEqual(['1, 2', expect.arrayContaining(['host', 'x-a'])]);
  });

  it('is a Request with a body to stream for who wants one', async () => {
    const seen = await received({ method: 'POST', headers: { host: 'x.test' }, body: 'abc' }, async (got) => {
      if (got === undefined || got.body === null) throw new Error('There is no body');
      const copy = got.clone();
      return [got instanceof Request, copy.method, await copy.text()];
    });
    expect(seen).toEqual([true, 'POST', 'abc']);
  });

  it.each(['text', 'stream'])('whose client has gone before its body was asked for rejects: %s', async (how) => {
    const requestOf = createIncomingRequests();
    let seen: Promise<unknown> | undefined;
    const server = createServer((incoming: IncomingMessage) => {
      const got = requestOf(incoming);
      seen = new Promise((resolve) => incoming.once('close', resolve)).then<unknown>(() =>
        how === 'text' ? got?.text() : got?.body?.getReader().read(),
      );
      seen.catch(() => undefined);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const gone = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)));
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', headers: { expect: '100-continue' } });
    outgoing.on('error', () => undefined);
    outgoing.write('half');
    outgoing.once('continue', () => outgoing.destroy());
    await gone;
    await expect(seen).rejects.toBeInstanceOf(HungUp);
  });

  it.each([
    ['http://other.test/v1/a?b', 'http://other.test/v1/a?b'],
    ['//other.test/a', 'http://x.test//other.test/a'],
  ])('whose target is %s has the URL %s', async (path, url) => {
    expect(await received({ path, headers: { host: 'x.test' } }, (got) => got?.url)).toBe(url);
  });

  it.each(['a b', 'a:b:c', '[', '%'])('is none with the Host %j', async (host) => {
    expect(await received({ headers: { host } }, (got) => got)).toBeUndefined();
  });
});
