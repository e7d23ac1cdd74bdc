import { TaskbayError } from './errors.ts';
import type { Host, Notice } from './host.ts';

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
    // Web workers have no document, React Native and Node no listeners.
    const { document, addEventListener } = globalThis as Partial<typeof globalThis>;
    if (addEventListener === undefined) return () => undefined;
    const say = (notice: Notice) => () => heard(notice);
    const shown = () => document?.visibilityState === 'visible' && heard('visible');
    const stops = [
      listening(globalThis, 'online', say('online')),
      listening(globalThis, 'offline', say('offline')),
      listening(globalThis, 'pageshow', say('visible')),
      ...(document === undefined ? [] : [listening(document, 'visibilitychange', shown)]),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  },
  console: { error: (message, context) => globalThis.console.error(message, context) },
};

function listening(target: EventTarget, type: string, listener: () => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}
