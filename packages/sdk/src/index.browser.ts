import { BaseWorker } from './entities/base-worker.ts';
import { browserHost } from './host.browser.ts';
import type { WorkerOptions } from './options.ts';

export { TaskbayError } from './errors.ts';

/** The browser's form of the `Worker` of index.ts: it uses the platform's WebSocket and fetch and brings none. */
export class Worker extends BaseWorker {
  constructor(token: string, options: WorkerOptions = {}) {
    super(token, options, browserHost);
  }
}
