import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLERS } from './bundlers/bundlers.ts';

const built = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const KIB = 1024;

/** Sources of consumers, in the package's folder so that they find it by its name. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(fileURLToPath(new URL('written-', import.meta.url)));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a page that imports this brings to a browser: with all dependencies, minified by the consumer's bundler. */
async function consumed(bundler: keyof typeof BUNDLERS, imported: string, entry = '@taskbay/sdk'): Promise<string> {
  const file = join(mkdtempSync(join(folder, 'page-')), 'main.js');
  writeFileSync(file, `import ${imported} from '${entry}';\nglobalThis.used = ${imported.replace('* as ', '')};\n`);
  return (await BUNDLERS[bundler](file)).code;
}

/** Names, upper limits in KiB, and what is measured: the budget is 10 for everything modern and 14 for the script tag. */
const FIGURES: readonly (readonly [string, number, () => string | Promise<string>])[] = [
  ['Worker alone, built with Vite', 9.6, () => consumed('vite', '{ Worker }')],
  ['everything modern, built with Vite', 10, () => consumed('vite', '* as taskbay')],
  ['everything modern, built with esbuild', 10.7, () => consumed('esbuild', '* as taskbay')],
  ['everything modern, our file', 10, () => readFileSync(built('index.browser.js'), 'utf8')],
  ['script tag with TaskRouter', 14, () => readFileSync(built('taskbay.min.js'), 'utf8')],
];

describe('size in the browser, gzipped', () => {
  it.each(FIGURES)('of %s stays below %d KiB', async (name, limit, code) => {
    const text = await code();
    const kib = gzipSync(text, { level: 9 }).length / KIB;
    const brotli = brotliCompressSync(text).length / KIB;
    process.stdout.write(`${name}: ${kib.toFixed(2)} KiB, with Brotli ${brotli.toFixed(2)} KiB\n`);
    expect(kib).toBeLessThan(limit);
  });

  it('our file of everything modern needs no other', () => {
    expect(readFileSync(built('index.browser.js'), 'utf8')).not.toMatch(/\bimport\b|\bfrom\s*["']/);
  });

  it('a page that takes the Worker alone pays for no other client', async () => {
    const code = await consumed('vite', '{ Worker }');
    expect(code).not.toMatch(/RealTimeStatistics|TargetWorkersExpression|SupervisorMode/);
  });
});

describe('a bundle', () => {
  it.each(['@taskbay/sdk', '@taskbay/sdk/v1'])(
    'of %s has nothing of Node, and runs where there is nothing',
    async (entry) => {
      const code = await consumed('esbuild', '* as taskbay', entry);
      expect(code).not.toMatch(/isomorphic-ws|cross-fetch|node:|\brequire\(/);
      expect(vm.runInNewContext(`${code}; Object.keys(globalThis.used).length > 0`)).toBe(true);
    },
  );
});
