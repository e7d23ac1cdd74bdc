import type { Logger } from './log.ts';

/** What a script finds around it in a page. */
export interface Page {
  Twilio?: object;
  readonly document?: { readonly currentScript: unknown };
  readonly define?: ((factory: () => unknown) => void) & { readonly amd?: unknown };
}

export function surroundings(): Page {
  return globalThis as Page;
}

/** The console, looked up at each message: pages replace it. */
export const pageConsole: Pick<Logger, 'info' | 'error'> = {
  info: (message, context) => globalThis.console.log(message, context ?? ''),
  error: (message, context) => globalThis.console.error(message, context ?? ''),
};
