import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium, withoutBrowser } from '../../../../tools/chromium.ts';
import { BUNDLERS, type Bundle, type Bundler, forReactNative } from './bundlers.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const CONSUMER = join(here, 'consumer.js');
const NODE = /isomorphic-ws|cross-fetch|["']node:|\brequire\(|from\s*["']ws["']/;
const bundlers = Object.entries(BUNDLERS) as [string, Bundler][];
const NAMES = ['@taskbay/sdk', '@taskbay/sdk/v1', '@taskbay/sdk/tabs'] as const;

/** A source file beside this one, so that the package is found as a consumer finds it. */
function written(code: string): string {
  const folder = mkdtempSync(join(here, 'written-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'main.js');
  writeFileSync(file, code);
  return file;
}

/** Of which packages the bundle has files, each with the folder it has them from. */
function packagesIn({ modules }: Bundle): string[] {
  const outside = modules.filter((file) => !/^(dist|test)\//.test(file));
  return [
    ...new Set(
      outside.map((file) =>
        file
          .split('/')
          .slice(0, file.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    ),
  ];
}

function expectForBrowsers(bundle: Bundle): void {
  expect(bundle.code).not.toMatch(NODE);
  const own = bundle.modules.filter((file) => file.startsWith('dist/'));
  expect(own.filter((file) => !/^dist\/([\w-]+\.browser|chunks\/[\w.-]+)\.js$/.test(file))).toEqual([]);
  expect(own.length).toBeGreaterThan(0);
  expect(packagesIn(bundle).filter((name) => name !== 'mitt')).toEqual([]);
  expect(bundle.modules.filter((file) => file.startsWith('mitt/')).length).toBeLessThanOrEqual(1);
}

const built = new Map<string, Bundle>();

beforeAll(async () => {
  for (const [name, build] of bundlers) built.set(name, await build(CONSUMER, false));
}, 120_000);

describe.each(bundlers)('built with %s', { timeout: 60_000 }, (name, build) => {
  it('all entries together are one copy of everything, with nothing of Node', () => {
    const bundle = built.get(name);
    expect(bundle).toBeDefined();
    if (bundle !== undefined) expectForBrowsers(bundle);
  });

  it('an import of TaskbayError alone brings little else', async () => {
    const { code } = await build(
      written("import { TaskbayError } from '@taskbay/sdk';\nglobalThis.it = TaskbayError;\n"),
      true,
    );
    expect(code).toContain('TaskbayError');
    expect(gzipSync(code).length).toBeLessThan(1536);
  });

  it('an import for its effects alone brings nothing', async () => {
    const { code } = await build(written("import '@taskbay/sdk';\nimport '@taskbay/sdk/tabs';\n"), true);
    expect(code.length).toBeLessThan(100);
  });
});

describe('resolved for React Native', () => {
  it('it is the browser’s code', async () => {
    expectForBrowsers(await forReactNative(CONSUMER));
  });
});

describe('where nothing is global', () => {
  it.each(NAMES)('%s can be imported and says at construction what is missing', async (name) => {
    const file = written(`import * as entry from '${name}';\nglobalThis.entry = entry;\n`);
    const { code } = await BUNDLERS.esbuild(file, false);
    const context = vm.createContext({});
    vm.runInContext(code, context);
    expect(vm.runInContext('Object.keys(entry).sort()', context)).toEqual(Object.keys(await import(name)).sort());
    if (name !== '@taskbay/sdk/tabs') return;
    const token =
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJBQzEiLCJncmFudHMiOnsidGFza19yb3V0ZXIiOnsid29ya2VyX3NpZCI6IldLMSJ9fX0.b';
    const thrown = `try { new entry.TabWorker('${token}') } catch (error) { error.code + ': ' + error.message }`;
    const globals = { atob, TextDecoder, crypto };
    vm.runInContext(code, vm.createContext(Object.assign(context, globals)));
    expect(vm.runInContext(thrown, context)).toMatch(/^usage: This runtime has no Web Locks .*: pass options.locks/);
  });

  it.each(NAMES)('%s can be imported by Node and required, with WebSocket and fetch gone', async (name) => {
    const gone = "for (const name of ['WebSocket', 'fetch', 'navigator', 'BroadcastChannel']) delete globalThis[name];";
    const run = async (type: string, code: string) => {
      const args = [`--input-type=${type}`, '-e', `${gone}\n${code}`];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: here });
      return stdout.trim();
    };
    const imported = await run('module', `console.log(Object.keys(await import('${name}')).sort().join())`);
    expect(imported).toBe(
      Object.keys(await import(name))
        .sort()
        .join(),
    );
    expect(await run('commonjs', `console.log(Object.keys(require('${name}')).sort().join())`)).toBe(imported);
  });

  it.each(NAMES)(
    '%s can be required in the browser’s form where modules cannot be, as jest does for jsdom',
    async (name) => {
      const flags = ['--conditions=browser', '--no-experimental-require-module', '--input-type=commonjs'];
      const code = `console.log(Object.keys(require('${name}')).sort().join(), require.resolve('${name}'))`;
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', code], { cwd: here });
      const [names, file] = stdout.trim().split(' ');
      expect(names).toBe(
        Object.keys(await import(name))
          .sort()
          .join(),
      );
      expect(file).toMatch(/\.browser\.cjs$/);
    },
  );
});

describe.skipIf(withoutBrowser())('in Chromium', () => {
  let browser: Browser;
  let server: MockServer;
  let pages: Server;

  beforeAll(async () => {
    server = await startMockServer();
    pages = createServer(({ url = '/' }, response) => {
      const code = built.get(url.slice(1).replace('.js', ''))?.code;
      const page = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${url.slice(1)}.js"></script>`;
      const script = url.endsWith('.js') && code !== undefined;
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html').end(script ? code : page);
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    pages?.close();
    await server?.close();
  });

  it.each(bundlers)('what %s built connects by every entry', async (name) => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/${name}`);
    const given = {
      serverUrl: server.url,
      accessToken: await server.token({ worker: 'alice' }),
      capabilityToken: await server.token({ worker: 'alice', kind: 'capability' }),
    };
    const found: unknown = await page.evaluate(`runConsumer(${JSON.stringify(given)})`);
    expect(found).toEqual(['alice', 'alice', 'alice', true]);
    expect(problems).toEqual([]);
    await page.close();
  });
});
