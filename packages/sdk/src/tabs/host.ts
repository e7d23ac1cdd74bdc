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

const NOTICES: readonly [keyof Pick<typeof globalThis, 'document'> | 'globalThis', string, PageNotice][] = [
  ['document', 'freeze', 'asleep'],
  ['document', 'resume', 'awake'],
  ['globalThis', 'pagehide', 'asleep'],
  ['globalThis', 'pageshow', 'awake'],
];

export function tabHost(host: Host): TabHost {
  return {
    ...host,
    locks: () => (globalThis as Partial<typeof globalThis>).navigator?.locks,
    broadcastChannel: () => (globalThis as Partial<typeof globalThis>).BroadcastChannel,
    tabName: () => globalThis.crypto.randomUUID(),
    page(heard) {
      const stops = NOTICES.map(([place, type, notice]) => {
        const target = (place === 'document' ? globalThis.document : globalThis) as Partial<EventTarget> | undefined;
        const listener = () => heard(notice);
        target?.addEventListener?.(type, listener);
        return () => target?.removeEventListener?.(type, listener);
      });
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
