import { TaskbayError } from './errors.ts';
import type { Host } from './host.ts';

/** A class or function of the runtime, looked up when asked for. */
function own<Name extends 'WebSocket' | 'fetch'>(name: Name) {
  return async (): Promise<(typeof globalThis)[Name]> => {
    const found: unknown = globalThis[name];
    if (typeof found === 'function') return found as (typeof globalThis)[Name];
    throw new TaskbayError('usage', `This runtime has no ${name}; pass options.${name}`);
  };
}

/** Browsers, web workers, React Native and every other runtime with its own WebSocket and fetch. */
export const browserHost: Host = {
  webSocket: /* @__PURE__ */ own('WebSocket'),
  fetch: /* @__PURE__ */ own('fetch'),
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
