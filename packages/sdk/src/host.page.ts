import { browserHost } from './host.browser.ts';
import type { Clock } from './host.ts';

/** What a script finds around it in a page. */
export interface Page {
  Twilio?: object;
  readonly document?: { readonly currentScript: unknown };
  readonly define?: ((factory: () => unknown) => void) & { readonly amd?: unknown };
}

export function surroundings(): Page {
  return globalThis as Page;
}

/** The console, looked up when it is written to: pages replace it. */
export function pageConsole(): Console {
  return globalThis.console;
}

/** Real time for what nobody waits for: its timers keep no process of Node alive. */
export const pageClock: Clock = {
  ...browserHost.clock,
  setTimeout(callback, delayMs) {
    const handle: unknown = setTimeout(callback, delayMs);
    (handle as { unref?(): void }).unref?.();
    return handle;
  },
};

/** What requests are repeated on. */
export const PAGE = { clock: pageClock, random: browserHost.random, log: () => undefined };
