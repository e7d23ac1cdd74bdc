import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { causesTable } from './support/causes.ts';

const page = new URL('../../../../docs/PROTOCOL.md', import.meta.url);
const TABLE = /(<!-- table: causes -->\n\n)((?:\|.*\n)*)/;

it('the table of causes in docs/PROTOCOL.md is what happens', async () => {
  const table = `${await causesTable()}\n`;
  if (process.env.TASKBAY_WRITE === '1') {
    writeFileSync(
      page,
      readFileSync(page, 'utf8').replace(TABLE, (_, head) => head + table),
    );
  }
  expect(TABLE.exec(readFileSync(page, 'utf8'))?.[2]).toBe(table);
});
