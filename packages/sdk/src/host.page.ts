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
