import { request } from 'node:http';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { control } from './http.ts';

let server: MockServer;
let port: string;

beforeAll(async () => {
  server = await startMockServer({
    allowOrigins: ['https://desk.example'],
    allowHosts: ['mock.test', 'other.test:81'],
  });
  port = new URL(server.url).port;
});

afterAll(() => server.close());

/** fetch sets Host itself; a plain request may lie. */
function statusFor(host: string, path = '/health'): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('error', reject);
    call.end();
  });
}

describe('the Host of a request', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.1.2.3',
    '[::1]',
    'app.localhost',
    'mock.test',
    'mock.test:1',
    'other.test:81',
  ])('may be %s', async (host) => {
    expect(await statusFor(host)).toBe(200);
  });

  it.each([
    'evil.test',
    'localhost.evil.test',
    '127.0.0.1.evil.test',
    '10.0.0.1',
    'mock.test.evil',
    'a@localhost',
    'local host',
  ])('may not be %s', async (host) => {
    for (const path of ['/health', '/', '/v1/Workspaces', '/control/time', '/sdk/taskbay.min.js', '/v1/wschannels']) {
      expect([host, path, [400, 403].includes(await statusFor(host, path))]).toEqual([host, path, true]);
    }
  });

  it('is checked for sockets too', async () => {
    const token = await server.token({ worker: 'alice' });
    const socket = new WebSocket(`${server.ready.wsUrl}/v1/wschannels?token=${token}`, {
      headers: { host: 'evil.test' },
    });
    const status = await new Promise((resolve) => {
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.once('open', () => resolve('open'));
      socket.on('error', () => undefined);
    });
    expect(status).toBe(403);
  });
});

const own = (path: string, origin: string, method = 'GET') =>
  fetch(server.url + path, {
    method,
    headers: { origin },
    ...(method === 'POST' ? { body: '{"worker":"alice"}' } : {}),
  });

describe('the Origin of a control call', () => {
  it.each(['own', 'https://desk.example'])('may be %s', async (name) => {
    const origin = name === 'own' ? server.url : name;
    const answer = await own('/control/time', origin);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    const preflight = await own('/control/time/advance', origin, 'OPTIONS');
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'POST']);
  });

  it.each(['https://evil.test', 'null', 'http://localhost:5173', 'https://desk.example.evil.test'])(
    'may not be %s',
    async (origin) => {
      for (const [path, method] of [
        ['/control/time', 'GET'],
        ['/control/reset', 'POST'],
        ['/control/time/advance', 'OPTIONS'],
      ] as const) {
        const answer = await own(path, origin, method);
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
        expect(await answer.json()).toMatchObject({ code: 'origin_refused', message: expect.stringContaining(origin) });
      }
    },
  );

  it('may be another loopback page for tokens, and nothing else', async () => {
    const answer = await own('/control/tokens', 'http://localhost:5173', 'POST');
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([201, 'http://localhost:5173']);
    expect((await own('/control/tokens', 'null', 'POST')).status).toBe(403);
    expect((await own('/control/tokens', 'https://evil.test', 'POST')).status).toBe(403);
  });
});

describe('the Origin of other requests', () => {
  it.each(['/health', '/sdk/taskbay.min.js', '/examples/agent-page/'])('may be any for %s', async (path) => {
    const answer = await own(path, 'https://evil.test');
    // The SDK's file is there only once it is built.
    expect([200, 404]).toContain(answer.status);
    if (answer.status === 200) expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it.each(['/', '/ready.json'])('must be the own one for %s', async (path) => {
    expect((await own(path, 'https://evil.test')).status).toBe(403);
    expect((await own(path, 'null')).status).toBe(403);
    expect((await own(path, server.url)).status).toBe(200);
  });

  it('has nothing to say where there is nothing', async () => {
    expect(await control(server, '/../nothing')).toMatchObject({
      status: 404,
      body: { code: 20404, status: 404, more_info: 'https://www.twilio.com/docs/errors/20404' },
    });
  });
});
