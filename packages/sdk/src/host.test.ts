import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserHost } from './host.browser.ts';
import { nodeHost } from './host.node.ts';
import { VERSION } from './version.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('hosts', () => {
  it.each(['./index.ts', './index.browser.ts'])('importing %s reads no global', async (entry) => {
    const read: string[] = [];
    const names = ['WebSocket', 'fetch', 'window', 'document', 'navigator', 'localStorage', 'XMLHttpRequest'];
    const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
    for (const name of names) {
      Object.defineProperty(globalThis, name, { configurable: true, get: () => void read.push(name) });
    }
    try {
      expect(await import(entry)).toMatchObject({ Worker: expect.any(Function), TaskbayError: expect.any(Function) });
      expect(read).toEqual([]);
    } finally {
      for (const [name, descriptor] of before) {
        if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
        else Object.defineProperty(globalThis, name, descriptor);
      }
    }
  });

  it('take the platform’s means when asked, not before', async () => {
    class Socket {}
    const fetch = () => Promise.reject(new Error('never called'));
    vi.stubGlobal('WebSocket', Socket);
    vi.stubGlobal('fetch', fetch);
    for (const host of [browserHost, nodeHost]) {
      expect(await host.webSocket()).toBe(Socket);
      expect(await host.fetch()).toBe(fetch);
    }
  });

  it('without them, Node loads packages and a browser says what to pass', async () => {
    for (const name of ['WebSocket', 'fetch']) vi.stubGlobal(name, undefined);
    expect((await nodeHost.webSocket()).name).toBe('WebSocket');
    expect(typeof (await nodeHost.fetch())).toBe('function');
    await expect(browserHost.webSocket()).rejects.toMatchObject({ code: 'usage' });
    await expect(browserHost.fetch()).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('VERSION', () => {
  it('is the package’s', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(VERSION).toBe(manifest.version);
  });
});
