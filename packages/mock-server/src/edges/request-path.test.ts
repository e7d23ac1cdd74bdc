import { expect, it } from 'vitest';
import { requestPath } from './request-path.ts';

it.each([
  ['http://127.0.0.1:8787/v1/wschannels?token=secret', '/v1/wschannels'],
  ['/v1/wschannels?token=secret&token=again?token=third', '/v1/wschannels'],
  ['http://127.0.0.1:8787', '/'],
  [undefined, '/'],
])('writes %s down as %s', (url, path) => {
  expect(requestPath(url)).toBe(path);
});
