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
    for (const type of ['online', 'offline', 'pageshow', 'visibilitychange'] as const) {
      // React Native and Node have no listeners. What a document tells of its visibility reaches its window.
      (globalThis as Partial<EventTarget>).addEventListener?.(type, () => heard(type), { signal: over.signal });
    }
    return () => over.abort();
  },
  console: { error: (message, context) => console.error(message, context) },
};
