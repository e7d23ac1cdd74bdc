import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge } from '../test-support/fake-bridge.ts';
import { ManualClock } from '../test-support/manual-clock.ts';
import { SERVER, tokenFor } from '../test-support/worker-under-test.ts';
import { browserHost } from './host.browser.ts';
import { nodeHost } from './host.node.ts';
import { Worker } from './index.ts';
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
      expect(await host.find('WebSocket')).toBe(Socket);
      expect(await host.find('fetch')).toBe(fetch);
    }
  });

  it('without them, Node loads packages and a browser says what to pass', async () => {
    for (const name of ['WebSocket', 'fetch']) vi.stubGlobal(name, undefined);
    expect((await nodeHost.find('WebSocket')).name).toBe('WebSocket');
    expect(typeof (await nodeHost.find('fetch'))).toBe('function');
    await expect(browserHost.find('WebSocket')).rejects.toMatchObject({ code: 'usage' });
    await expect(browserHost.find('fetch')).rejects.toMatchObject({ code: 'usage' });
  });
});

/** What a page has for a signal where Node runs its scripts, as in Electron and jsdom: its listeners are none of Node's. */
class ForeignSignal implements Pick<AbortSignal, 'aborted' | 'reason' | 'addEventListener' | 'removeEventListener'> {
  readonly #target = new EventTarget();
  aborted = false;
  reason: unknown;
  addEventListener: EventTarget['addEventListener'] = (...given) => this.#target.addEventListener(...given);
  removeEventListener: EventTarget['removeEventListener'] = (...given) => this.#target.removeEventListener(...given);

  abort(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    this.#target.dispatchEvent(new Event('abort'));
  }
}

class ForeignController {
  readonly signal = new ForeignSignal();
  abort(reason: unknown = new Error('aborted')): void {
    if (!this.signal.aborted) this.signal.abort(reason);
  }
}

describe('Node beside a page with abort signals of its own', () => {
  it('does what it does without', async () => {
    vi.stubGlobal('AbortController', ForeignController);
    const { fetch, WebSocket } = new FakeBridge('v2');
    const clock = new ManualClock();
    const worker = new Worker(tokenFor('v2', clock), { serverUrl: SERVER, fetch, WebSocket, clock });
    expect(await worker.whenReady()).toBe(worker);
    const { signal } = new ForeignController() as unknown as AbortController;
    expect(await worker.fetchActivities({ signal })).not.toEqual([]);
    await worker.disconnect();
    expect(worker.state).toBe('stopped');
  });
});

describe.each(['v1', 'v2'] as const)('many calls at once, on %s', (spelling) => {
  it('are no leak that Node warns of, on the session’s signal or on one of their own', async () => {
    const warnings: string[] = [];
    const warned = ({ message }: Error) => warnings.push(message);
    process.on('warning', warned);
    const { fetch, WebSocket } = new FakeBridge(spelling);
    const clock = new ManualClock();
    const worker = new Worker(tokenFor(spelling, clock), { serverUrl: SERVER, fetch, WebSocket, clock });
    const { signal } = new AbortController();
    const calls = Array.from({ length: 30 }, () => worker.fetchActivities({ signal }));
    expect(await Promise.all(calls)).toHaveLength(30);
    // Warnings are told a tick after they are made.
    await new Promise(setImmediate);
    process.off('warning', warned);
    expect(warnings).toEqual([]);
    await worker.disconnect();
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
