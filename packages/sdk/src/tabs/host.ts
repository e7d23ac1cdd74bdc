import type { Host } from '../host.ts';
import type { TabChannelConstructor, TabLocks } from './tab-options.ts';

/** `asleep`: the page is about to be frozen or left, and may not run again. */
export type PageNotice = 'asleep' | 'awake';

/** What tabs need of the platform besides. Looked up when used. */
export interface TabHost extends Host {
  locks(): TabLocks | undefined;
  broadcastChannel(): TabChannelConstructor | undefined;
  /** A name no other tab has. */
  tabName(): string;
  /** Calls back at every notice; returns the function that stops it. */
  page(heard: (notice: PageNotice) => void): () => void;
}

export function tabHost(host: Host): TabHost {
  return {
    ...host,
    locks: () => (globalThis as Partial<typeof globalThis>).navigator?.locks,
    broadcastChannel: () => (globalThis as Partial<typeof globalThis>).BroadcastChannel,
    tabName: () => globalThis.crypto.randomUUID(),
    page(heard) {
      const over = new AbortController();
      const listen = (target: Partial<EventTarget> | undefined, type: string, notice: PageNotice) =>
        target?.addEventListener?.(type, () => heard(notice), { signal: over.signal });
      const { document } = globalThis as Partial<typeof globalThis>;
      listen(document, 'freeze', 'asleep');
      listen(document, 'resume', 'awake');
      listen(globalThis, 'pagehide', 'asleep');
      listen(globalThis, 'pageshow', 'awake');
      return () => over.abort();
    },
  };
}
