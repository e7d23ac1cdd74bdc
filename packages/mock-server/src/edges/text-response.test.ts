import { describe, expect, it } from 'vitest';
import { textParts, textResponse } from './text-response.ts';

const made = () => textResponse(201, { etag: '"3"', 'content-type': 'application/json' }, '{"a":1}');

describe('a text response', () => {
  it('is a Response to whoever reads it', async () => {
    const response = made();
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.ok, response.headers.get('etag')]).toEqual([201, true, '"3"']);
    expect(await response.clone().text()).toBe('{"a":1}');
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual({ a: 1 });
    expect(response.bodyUsed).toBe(true);
  });

  it('is known by its parts until somebody looks at its headers or body, which may change them', () => {
    const response = made();
    expect(textParts(response)).toMatchObject({ status: 201, body: '{"a":1}' });
    response.headers.set('etag', '"4"');
    expect(textParts(response)).toBeUndefined();
    expect(response.headers.get('etag')).toBe('"4"');
    expect(textParts(new Response('a'))).toBeUndefined();
  });
});
