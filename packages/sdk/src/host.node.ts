import { browserHost } from './host.browser.ts';
import type { Host, Means } from './host.ts';

/** The part of Node's `node:events` that says how many may listen; asked for at run time, as no bundler can follow it. */
interface NodeEvents {
  setMaxListeners(count: number, target: EventTarget): void;
}
type WithProcess = { readonly process?: { getBuiltinModule?(name: 'node:events'): NodeEvents } };

/** Node: its own WebSocket and fetch where it has them, else the packages, loaded only when needed. */
export const nodeHost: Host = {
  ...browserHost,
  async find<Name extends keyof Means>(name: Name) {
    const found: unknown = globalThis[name];
    if (found) return found as Means[Name];
    const loaded: unknown = name === 'fetch' ? await import('cross-fetch') : await import('isomorphic-ws');
    return (loaded as { readonly default: Means[Name] }).default;
  },
  shared(signal) {
    try {
      (globalThis as WithProcess).process?.getBuiltinModule?.('node:events').setMaxListeners(0, signal);
    } catch {
      // A signal of Electron's pages, of jsdom or happy-dom: Node does not know it, and warns of nothing.
    }
  },
};
