import { browserHost } from './host.browser.ts';

/** What a script finds around it in a page. */
export interface Page {
  taskbay?: object;
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

/** What requests are repeated on: real time, whose timers keep no process of Node alive, as nobody waits for them. */
export const pageHost = {
  ...browserHost,
  clock: {
    ...browserHost.clock,
    setTimeout(callback: () => void, delayMs: number) {
      const handle: unknown = setTimeout(callback, delayMs);
      (handle as { unref?(): void }).unref?.();
      return handle;
    },
  },
  log: () => undefined,
};
