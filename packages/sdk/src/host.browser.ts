import { TaskbayError } from './errors.ts';
import type { Host } from './host.ts';

/** Browsers, web workers, React Native and every other runtime with its own WebSocket and fetch. */
export const browserHost: Host = {
  async find(name) {
    const found = globalThis[name];
    if (found) return found as never;
    throw new TaskbayError('usage', `This runtime has no ${name}`);
  },
  clock: {
    now: () => Date.now(),
    setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  },
  random: () => Math.random(),
  notices(heard) {
    const over = new AbortController();
    const { document } = globalThis as Partial<typeof globalThis>;
    for (const type of ['online', 'offline', 'pageshow', 'visibilitychange'] as const) {
      // Web workers have no document, React Native and Node no listeners. What a document tells reaches its window.
      const listener = () => (type === 'visibilitychange' && document?.hidden) || heard(type);
      (globalThis as Partial<EventTarget>).addEventListener?.(type, listener, { signal: over.signal });
    }
    return () => over.abort();
  },
  console: { error: (message, context) => console.error(message, context) },
};
