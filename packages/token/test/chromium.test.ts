import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, withoutBrowser } from '../../../tools/chromium.ts';
import * as source from '../src/index.ts';
import { roundTrip } from './round-trip.mjs';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Addresses of the page → folders of the files: the built package and the two libraries it imports. */
const FOLDERS: Readonly<Record<string, string>> = {
  dist: join(folder, 'dist'),
  test: join(folder, 'test'),
  jose: dirname(fileURLToPath(import.meta.resolve('jose'))),
  valibot: dirname(fileURLToPath(import.meta.resolve('valibot'))),
};
const IMPORTS = {
  '@taskbay/token': '/dist/index.js',
  'jose/errors': '/jose/util/errors.js',
  'jose/jws/compact/sign': '/jose/jws/compact/sign.js',
  'jose/jws/compact/verify': '/jose/jws/compact/verify.js',
  valibot: '/valibot/index.mjs',
};
const PAGE = `<!doctype html><title>token</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;

async function fileAt(path: string): Promise<{ type: string; body: string }> {
  if (path === '/') return { type: 'text/html', body: PAGE };
  const [, name = '', ...rest] = path.split('/');
  const root = FOLDERS[name];
  const file = root === undefined ? '' : join(root, ...rest);
  if (root === undefined || !file.startsWith(root + sep) || !['.js', '.mjs'].includes(extname(file))) {
    throw new Error(`nothing at ${path}`);
  }
  return { type: 'text/javascript', body: await readFile(file, 'utf8') };
}

describe.skipIf(withoutBrowser())('in Chromium', () => {
  let server: Server | undefined;
  let browser: Browser | undefined;
  let origin: string;

  beforeAll(async () => {
    const listening = createServer((request, response) => {
      fileAt(request.url ?? '/').then(
        ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
        (error: unknown) => response.writeHead(404).end(String(error)),
      );
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  });

  it('the built package mints the same tokens as in Node, verifies and decides', async () => {
    if (browser === undefined) throw new Error('the browser did not start');
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('requestfailed', (request) => errors.push(request.url()));
    await page.goto(origin);
    const job = "Promise.all([import('@taskbay/token'), import('/test/round-trip.mjs')])";
    const result: unknown = await page.evaluate(`${job}.then(([api, { roundTrip }]) => roundTrip(api))`);
    expect(result).toEqual(await roundTrip(source));
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);
});
