import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/^## (.+?)$|^```js\n(.*?)^```$/gms)].reduce<{ title: string; code: string }[]>(
  (found, [, title, code]) => {
    if (title !== undefined) found.push({ title, code: '' });
    const last = found.at(-1);
    if (code !== undefined && last !== undefined) last.code = code;
    return found;
  },
  [],
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'token-readme-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the examples of the README', () => {
  it.each(examples.filter(({ code }) => code !== ''))('$title runs as it stands', async ({ title, code }) => {
    const source = (entry: string) => fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url));
    const file = join(folder, `${title.replaceAll(/\W+/g, '-')}.mjs`);
    const runnable = code
      .replace("'@taskbay/token'", JSON.stringify(source('index')))
      .replace("'@taskbay/token/compat'", JSON.stringify(source('compat')));
    await writeFile(file, runnable);
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await import(/* @vite-ignore */ file);
    expect(log.mock.calls.flat().join(' ')).toMatch(/^ey|^true rule_allows|^Capability token/);
    log.mockRestore();
  });

  it('are all found', () => {
    expect(examples.filter(({ code }) => code !== '')).toHaveLength(7);
  });
});
