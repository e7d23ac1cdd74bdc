import { beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  API_KEY,
  API_SECRET,
  AUTH_TOKEN,
  basic,
  createRestServer,
  ORIGIN,
  type RestServer,
} from './rest-server.ts';

let server: RestServer;
beforeEach(() => {
  server = createRestServer();
});

const list = (headers: Readonly<Record<string, string>>, method = 'GET') =>
  server.handle(new Request(`${ORIGIN}/v1/Workspaces`, { method, headers }));

describe('credentials', () => {
  it.each([
    ['account SID and auth token', basic(ACCOUNT, AUTH_TOKEN)],
    ['API key and secret', basic(API_KEY, API_SECRET)],
    ['another case of the scheme', basic(API_KEY, API_SECRET).replace('Basic', 'basic')],
  ])('accepts %s, the first time and again', async (_, authorization) => {
    expect((await list({ authorization })).status).toBe(200);
    expect((await list({ authorization })).status).toBe(200);
  });

  it.each([
    ['no header', undefined],
    ['a wrong auth token', basic(ACCOUNT, 'x'.repeat(32))],
    ['a longer auth token', basic(ACCOUNT, `${AUTH_TOKEN}x`)],
    ['another account', basic(`AC${'9'.repeat(32)}`, AUTH_TOKEN)],
    ['the key with the token', basic(API_KEY, AUTH_TOKEN)],
    ['no password', basic(ACCOUNT, '')],
    ['no base64', 'Basic !!!'],
    ['broken base64', 'Basic abcde'],
    ['another scheme', `Bearer ${AUTH_TOKEN}`],
    ['an empty header', ''],
  ])('refuses %s, the first time and again', async (_, authorization) => {
    for (let round = 0; round < 2; round += 1) {
      const response = await list(authorization === undefined ? {} : { authorization });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="TaskRouter"');
      expect(await response.json()).toEqual({
        code: 20003,
        status: 401,
        more_info: 'https://www.twilio.com/docs/errors/20003',
        message: expect.stringMatching(/^Authentication Error - .*use Basic authentication/),
      });
    }
    expect((await list({ authorization: basic(ACCOUNT, AUTH_TOKEN) })).status).toBe(200);
  });

  it('are asked for before anything else', async () => {
    const response = await server.handle(new Request(`${ORIGIN}/v1/Nowhere`, { method: 'PUT', body: '{' }));
    expect(response.status).toBe(401);
  });
});

describe('pages of other origins', () => {
  it('may ask first, without credentials', async () => {
    const response = await list({ origin: 'https://agents.example' }, 'OPTIONS');
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
      'access-control-allow-headers': expect.stringContaining('If-Match'),
      'access-control-expose-headers': 'ETag',
    });
  });

  it('can read answers and errors', async () => {
    const good = await list({ authorization: basic(ACCOUNT, AUTH_TOKEN) });
    const bad = await list({});
    expect([good, bad].map((response) => response.headers.get('access-control-allow-origin'))).toEqual(['*', '*']);
  });
});

it('answers HEAD like GET without the body', async () => {
  const authorization = basic(ACCOUNT, AUTH_TOKEN);
  const response = await list({ authorization }, 'HEAD');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe('');
});
