import { browserHost } from './host.browser.ts';
import type { Host, WebSocketConstructor } from './host.ts';

/** Node: its own WebSocket and fetch where it has them, else the packages, loaded only when needed. */
export const nodeHost: Host = {
  ...browserHost,
  async webSocket() {
    if (typeof globalThis.WebSocket === 'function') return globalThis.WebSocket;
    const loaded = await import('isomorphic-ws');
    return loaded.default as unknown as WebSocketConstructor;
  },
  async fetch() {
    if (typeof globalThis.fetch === 'function') return globalThis.fetch;
    const loaded = await import('cross-fetch');
    return loaded.default;
  },
};
