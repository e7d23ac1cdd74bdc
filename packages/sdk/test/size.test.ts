import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { describe, expect, it } from 'vitest';

const built = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const KIB = 1024;

/** The whole of an entry as a consumer's bundle brings it to a browser: with all its dependencies, minified. */
async function consumed(statement: string): Promise<string> {
  const { outputFiles } = await esbuild({
    stdin: { contents: statement, resolveDir: fileURLToPath(new URL('../dist', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  });
  return outputFiles[0]?.text ?? '';
}

const FIGURES: readonly [string, number, () => Promise<string>][] = [
  ['Worker alone, in a bundle', 16.5 * KIB, () => consumed("export { Worker } from './index.browser.js';")],
  ['everything modern, in a bundle', 17.5 * KIB, () => consumed("export * from './index.browser.js';")],
  ['script tag with TaskRouter', 21.5 * KIB, async () => readFileSync(built('taskbay.min.js'), 'utf8')],
];

describe('size in the browser, gzipped', () => {
  it.each(FIGURES)('of %s stays below %i bytes', async (name, limit, code) => {
    const bytes = gzipSync(await code(), { level: 9 }).length;
    process.stdout.write(`${name}: ${(bytes / KIB).toFixed(2)} KiB\n`);
    expect(bytes).toBeLessThan(limit);
  });

  it('a page that takes the Worker alone pays for no other client', async () => {
    const code = await consumed("export { Worker } from './index.browser.js';");
    expect(code).not.toMatch(/RealTimeStatistics|TargetWorkersExpression|SupervisorMode/);
  });
});

describe('a bundle', () => {
  it.each([['index.browser'], ['v1.browser']])(
    'of %s has nothing of Node, and reads no global when imported',
    async (name) => {
      const code = await consumed(`export * from './${name}.js';`);
      expect(code).not.toMatch(/isomorphic-ws|cross-fetch|node:|\brequire\(/);
      const bare = new Function(`${code.replace(/export\s*\{[^}]*\};?\s*$/, '')}; return 1;`);
      expect(bare()).toBe(1);
    },
  );
});
