import { browserHost } from './host.browser.ts';
import { tabHost } from './tabs/host.ts';
import type { TabWorkerOptions } from './tabs/tab-options.ts';
import { BaseTabWorker } from './tabs/tab-worker.ts';

/** The browser's form of the `TabWorker` of tabs.ts. */
export class TabWorker extends BaseTabWorker {
  constructor(token: string, options: TabWorkerOptions = {}) {
    super(token, options, tabHost(browserHost));
  }
}
