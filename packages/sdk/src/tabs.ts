import { nodeHost } from './host.node.ts';
import { tabHost } from './tabs/host.ts';
import type { TabWorkerOptions } from './tabs/tab-options.ts';
import { BaseTabWorker } from './tabs/tab-worker.ts';

export type { LeaderChange } from './tabs/tab.ts';
export type { TabChannel, TabChannelConstructor, TabLocks, TabWorkerOptions } from './tabs/tab-options.ts';
export type { BaseTabWorker, TabWorkerEvents } from './tabs/tab-worker.ts';

/**
 * A `Worker` in each tab of one origin, all on one socket: `new TabWorker(token, { serverUrl })`. The leading tab holds
 * the socket and carries out the requests of all; when it goes, another one takes over and every tab resynchronises.
 * Throws TaskbayError `usage` where the platform lacks Web Locks or BroadcastChannel.
 */
export class TabWorker extends BaseTabWorker {
  constructor(token: string, options: TabWorkerOptions = {}) {
    super(token, options, tabHost(nodeHost));
  }
}
