import { expect, it } from 'vitest';
import { jsonList } from './json-list.ts';

it.each([[[]], [['{"a":1}']], [['{"a":1}', '{"name":"Zoë 🙂"}', '[]']]])('writes %j', (items) => {
  const bytes = items.map((item) => new TextEncoder().encode(item));
  const list = new TextDecoder().decode(jsonList('{"workers":[', bytes, '],"meta":{"page":0}}'));
  expect(list).toBe(`{"workers":[${items.join(',')}],"meta":{"page":0}}`);
});
