import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operationsPage, PAGE } from './operations-page.mjs';

it('docs/OPERATIONS.md is made from the table of operations', async () => {
  const hint = 'if the change is meant: node tools/operations-page.mjs --write';
  expect(await operationsPage(), hint).toBe(readFileSync(PAGE, 'utf8'));
});
