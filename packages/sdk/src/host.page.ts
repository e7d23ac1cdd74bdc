import { backoffDelay } from './connection/policy.ts';
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

/** Resolves when it is time to try again. `failures` counts from 1. */
export function pageBackoff(failures: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, backoffDelay(failures, Math.random));
  });
}

/** Real time for what nobody waits for: its timers keep no process of Node alive. */
export const pageClock: Clock = {
  now: () => Date.now(),
  setTimeout(callback, delayMs) {
    const handle: unknown = setTimeout(callback, delayMs);
    (handle as { unref?(): void }).unref?.();
    return handle;
  },
  clearTimeout: (handle) => clearTimeout(handle as number),
};
