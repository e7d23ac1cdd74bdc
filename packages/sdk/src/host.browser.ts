import { TaskbayError } from './errors.ts';
import type { Host } from './host.ts';

/** Browsers, web workers, React Native and every other runtime with its own WebSocket and fetch. */
export const browserHost: Host = {
  async webSocket() {
    if (typeof globalThis.WebSocket === 'function') return globalThis.WebSocket;
    throw new TaskbayError('usage', 'This runtime has no WebSocket; pass options.WebSocket');
  },
  async fetch() {
    if (typeof globalThis.fetch === 'function') return globalThis.fetch;
    throw new TaskbayError('usage', 'This runtime has no fetch; pass options.fetch');
  },
  clock: {
    now: () => Date.now(),
    setTimeout: (callback, delayMs) => globalThis.setTimeout(callback, delayMs),
    clearTimeout: (handle) => globalThis.clearTimeout(handle as ReturnType<typeof setTimeout>),
  },
  wallNow: () => Date.now(),
  random: () => Math.random(),
  notices(heard) {
    const over = new AbortController();
    // Web workers have no document, React Native and Node no listeners.
    const listen = (target: Partial<EventTarget> | undefined, type: string, listener: () => void) =>
      target?.addEventListener?.(type, listener, { signal: over.signal });
    const { document } = globalThis as Partial<typeof globalThis>;
    listen(globalThis, 'online', () => heard('online'));
    listen(globalThis, 'offline', () => heard('offline'));
    listen(globalThis, 'pageshow', () => heard('visible'));
    listen(document, 'visibilitychange', () => document?.visibilityState === 'visible' && heard('visible'));
    return () => over.abort();
  },
  console: { error: (message, context) => globalThis.console.error(message, context) },
};
