import { nodeHost } from './host.node.ts';
import { tabHost } from './tabs/host.ts';
import type { TabWorkerOptions } from './tabs/tab-options.ts';
import { BaseTabWorker } from './tabs/tab-worker.ts';

export type { LeaderChange } from './tabs/tab.ts';
export type { TabChannel, TabChannelConstructor, TabLocks, TabWorkerOptions } from './tabs/tab-options.ts';
export type { BaseTabWorker, TabWorkerEvents } from './tabs/tab-worker.ts';

/** A `Worker` that shares its session with the other tabs of this origin: `new TabWorker(token, { serverUrl })`. */
export class TabWorker extends BaseTabWorker {
  constructor(token: string, options: TabWorkerOptions = {}) {
    super(token, options, tabHost(nodeHost));
  }
}
