import { connect } from 'node:net';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

/** Taken before a test puts a controlled one in its place. */
const afterPoll = setImmediate;

let server: MockServer;
let port: number;

beforeAll(async () => {
  server = await startMockServer();
  port = Number(new URL(server.url).port);
});

afterAll(() => server.close());

/** Sends bytes and answers everything that comes back until the server hangs up. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      answer += data;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const CLOSE = 'Host: localhost\r\nConnection: close\r\n\r\n';

describe('bytes that are no good request', () => {
  const bytes = {
    'no HTTP at all': ['hello\r\n\r\n', 400],
    'a header that never ends': [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(80_000)}\r\n\r\n`, 431],
    'a URL that never ends': [`GET /${'a'.repeat(80_000)} HTTP/1.1\r\n${CLOSE}`, 431],
    'no Host': ['GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    'no Host in HTTP/1.0': ['GET /health HTTP/1.0\r\n\r\n', 400],
    'a Host that is none': ['GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    'a method nobody knows': [`BREW /health HTTP/1.1\r\n${CLOSE}`, 400],
    'an expectation nobody knows': [`GET /health HTTP/1.1\r\nExpect: zork\r\n${CLOSE}`, 417],
    'a tunnel': [`CONNECT example.test:443 HTTP/1.1\r\n${CLOSE}`, 405],
    'two lengths': [`POST /control/settle HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${CLOSE}`, 400],
    'a broken escape in the path': [`GET /%E0%A4%A HTTP/1.1\r\n${CLOSE}`, 404],
    'a path with two slashes': [`GET //evil.test/control/time HTTP/1.1\r\n${CLOSE}`, 404],
    'a path out of the folder': [`GET /examples/../../package.json HTTP/1.1\r\n${CLOSE}`, 404],
    'an escaped path out of the folder': [
      `GET /examples/agent-page/..%2f..%2f..%2fpackage.json HTTP/1.1\r\n${CLOSE}`,
      404,
    ],
    'an upgrade without Host': [
      'GET /v1/wschannels HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      400,
    ],
    'an upgrade with a Host that is none': [
      'GET /v1/wschannels HTTP/1.1\r\nHost: a b\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      400,
    ],
    'an upgrade where no socket is': [
      'GET /control/time HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      404,
    ],
    'an upgrade without a token': [
      'GET /v1/wschannels HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      403,
    ],
  } as const;
  it.each(Object.entries(bytes))('%s is answered, and the server goes on', async (_what, [text, status]) => {
    const answer = await raw(text);
    expect(answer.slice(0, answer.indexOf('\r\n'))).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
    expect(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).toMatchObject({ status });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('a TRACE request is answered, and the server goes on', async () => {
    expect(await raw(`TRACE /health HTTP/1.1\r\n${CLOSE}`)).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});

describe('a request without Host', () => {
  it.each([
    'GET /health HTTP/1.0\r\nConnection: close\r\n\r\n',
    'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n',
    'GET /v1/wschannels HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ])('is told so in the vendor’s error body: %j', async (text) => {
    const answer = await raw(text);
    const message = expect.stringMatching(/^The request has no Host header; send the name/);
    const more_info = 'https://www.twilio.com/docs/errors/20001';
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toEqual({ code: 20001, message, more_info, status: 400 });
  });
});

describe('a body', () => {
  it('without a length is read as well', async () => {
    const chunked = 'Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n';
    const answer = await raw(`POST /control/settle HTTP/1.1\r\n${chunked}${CLOSE}2\r\n{}\r\n0\r\n\r\n`);
    expect(answer).toContain('{"settled":true}');
  });

  const half = {
    'with a length': 'Content-Length: 9\r\n\r\n{',
    'without a length': 'Transfer-Encoding: chunked\r\n\r\n9\r\n{',
  };
  const paths = ['/control/settle', '/v1/Workspaces', '/v1/wschannels'];
  it.each(Object.entries(half).flatMap(([how, body]) => paths.map((path) => [path, how, body] as const)))(
    'that breaks off is no error of the server: %s, %s',
    async (path, _, body) => {
      const lines: string[] = [];
      const say = (line: string): number => lines.push(line);
      await using own = await startMockServer({ logger: { debug: say, info: say, warn: say, error: say } });
      const { accountSid, authToken } = own.ready;
      const credentials = `Authorization: Basic ${btoa(`${accountSid}:${authToken}`)}`;
      const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
      socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${credentials}\r\nExpect: 100-continue\r\n${body}`);
      const interim = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
      expect(interim.toString()).toMatch(/^HTTP\/1\.1 100 /);
      const gone = new Promise((resolve) => socket.once('close', resolve));
      socket.end();
      await gone;
      // The server hung up in turn, and whatever that brings about has happened before it answers the next request.
      await fetch(`${own.url}/health`);
      expect(lines).toEqual([]);
    },
  );
});

describe('an offer of another protocol', () => {
  const OFFER = 'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n';

  it('is ignored: the request is answered as it would be without', async () => {
    const answer = await raw(`GET /health HTTP/1.1\r\nHost: localhost\r\n${OFFER}\r\n`);
    expect(answer).toContain('HTTP/1.1 200 OK');
    expect(answer).toContain('{"status":"ok"}');
  });

  it('beside a body is refused with what to do', async () => {
    const answer = await raw(`POST /control/settle HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n${OFFER}\r\n{}`);
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('leave out the Upgrade header');
  });
});

describe('closing', () => {
  const upgrade = (protocol: string, more: string): string =>
    `GET /v1/wschannels HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n${more}`;

  it.each([
    ['a refused socket', upgrade('websocket', '\r\n')],
    ['a refused socket with more behind it', upgrade('websocket', '\r\nmore')],
    ['another protocol', upgrade('h2c', '\r\n')],
    ['another protocol and a body', upgrade('h2c', 'Content-Length: 9\r\n\r\nmore')],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('does not wait for a client that keeps %s half open', async (_, text) => {
    const own = await startMockServer();
    const socket = connect({ port: Number(new URL(own.url).port), host: '127.0.0.1', allowHalfOpen: true });
    socket.write(text);
    await new Promise((resolve) => socket.resume().once('end', resolve));
    await own.close();
    expect(own.ready.url).toBe(own.url);
    socket.destroy();
  });

  it('answers and pushes where a test holds every timer', async () => {
    const { accountSid, authToken, wsUrl, workspaces } = server.ready;
    const socket = new WebSocket(`${wsUrl}/v1/wschannels?token=${await server.token({ worker: 'alice' })}`);
    await new Promise((resolve) => socket.once('message', resolve));
    vi.useFakeTimers();
    try {
      const frame = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))));
      const path = `/v1/Workspaces/${workspaces[0]?.sid}/Workers/${workspaces[0]?.workers.alice}`;
      const credentials = btoa(`${accountSid}:${authToken}`);
      const body = 'Attributes={"told":true}';
      const head = `Authorization: Basic ${credentials}\r\nContent-Length: ${body.length}\r\n`;
      const type = 'Content-Type: application/x-www-form-urlencoded\r\n';
      expect(await raw(`POST ${path} HTTP/1.1\r\n${head}${type}${CLOSE}${body}`)).toMatch(/^HTTP\/1\.1 200 /);
      expect(await frame).toMatchObject({ event_type: 'worker.attributes.update' });
    } finally {
      vi.useRealTimers();
      socket.terminate();
    }
  });

  it.each(['a port', 'no port'])('settles and moves its clock on %s where a test holds every timer', async (where) => {
    vi.useFakeTimers();
    try {
      const inProcess = where === 'a port' ? undefined : await startMockServer({ listen: false });
      await using own = inProcess ?? (await startMockServer());
      const { wsUrl, workspaces } = own.ready;
      const token = await own.token({ worker: 'alice' });
      const address = `${wsUrl}/v1/wschannels?token=${token}`;
      const socket = inProcess ? new inProcess.WebSocket(address) : new WebSocket(address);
      const frames: string[] = [];
      socket.onmessage = ({ data }: { data: unknown }) => void frames.push(String(data));
      await new Promise<void>((resolve) => {
        socket.onopen = () => resolve();
      });
      await own.time.advance({ seconds: 60 });
      const url = `Workspaces/${workspaces[0]?.sid}/Workers/${workspaces[0]?.workers.alice}`;
      const body = JSON.stringify({ url, method: 'POST', params: { Attributes: { told: true } }, token });
      const answer = await (inProcess ?? globalThis).fetch(`${own.url}/v1/wschannels`, { method: 'POST', body });
      expect(answer.status).toBe(200);
      // The worker's own frames wait for the answer, and settling for them.
      await own.settle();
      await new Promise((resolve) => afterPoll(resolve));
      expect(frames.filter((text) => text.includes('worker.attributes.update'))).toHaveLength(1);
      socket.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    // The server takes the timers that are there when it is loaded.
    vi.resetModules();
    try {
      const { startMockServer: startAnew } = await import('../../src/index.ts');
      const own = await startAnew();
      const token = await own.token({ worker: 'alice' });
      const socket = new WebSocket(`${own.ready.wsUrl}/v1/wschannels?token=${token}`);
      await new Promise((resolve) => socket.once('message', resolve));
      expect(vi.getTimerCount()).toBeGreaterThan(0);
      const gone = new Promise((resolve) => socket.once('close', resolve));
      await own.close();
      await gone;
      // `ws` lets go of its own timer when its socket has told it of the end.
      await new Promise((resolve) => setImmediate(resolve));
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
      // Nor may the next file in this process get one that took these.
      vi.resetModules();
    }
  });
});

describe('frames that are too much', () => {
  it('end their socket only', async () => {
    const token = await server.token({ worker: 'alice' });
    const socket = new WebSocket(`${server.ready.wsUrl}/v1/wschannels?token=${token}`);
    await new Promise((resolve) => socket.once('message', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(100_000));
    expect(await closed).toBe(1009);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});

describe('files', () => {
  it('of the example page are served, other files of the repository are not', async () => {
    const page = await fetch(`${server.url}/examples/agent-page?worker=alice`);
    expect([page.status, page.url]).toEqual([200, `${server.url}/examples/agent-page/?worker=alice`]);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await fetch(`${server.url}/examples/demo/main.mjs`)).status).toBe(404);
    expect((await fetch(`${server.url}/sdk/index.js`)).status).toBe(404);
    expect((await fetch(`${server.url}/examples/agent-page/`, { method: 'POST' })).status).toBe(405);
    expect(await (await fetch(`${server.url}/examples/agent-page/`, { method: 'HEAD' })).text()).toBe('');
  });
});
