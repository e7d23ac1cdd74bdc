import { BaseSupervisor } from './entities/base-supervisor.ts';
import { BaseTaskQueue, type TaskQueueOptions } from './entities/base-task-queue.ts';
import { BaseWorker } from './entities/base-worker.ts';
import { BaseWorkspace } from './entities/base-workspace.ts';
import { browserHost } from './host.browser.ts';
import type { ClientOptions, WorkerOptions } from './options.ts';

export { TaskbayError } from './errors.ts';

/** The browser's form of the `Worker` of index.ts: it uses the platform's WebSocket and fetch and brings none. */
export class Worker extends BaseWorker {
  constructor(token: string, options: WorkerOptions = {}) {
    super(token, options, browserHost);
  }
}

/** A worker whose token has the role `supervisor`. */
export class Supervisor extends BaseSupervisor {
  constructor(token: string, options: WorkerOptions = {}) {
    super(token, options, browserHost);
  }
}

/** A workspace: `new Workspace(token, { serverUrl })`. Opens no socket. */
export class Workspace extends BaseWorkspace {
  constructor(token: string, options: ClientOptions = {}) {
    super(token, options, browserHost);
  }
}

/** A task queue: `new TaskQueue(token, { serverUrl })`. Opens no socket. */
export class TaskQueue extends BaseTaskQueue {
  constructor(token: string, options: TaskQueueOptions = {}) {
    super(token, options, browserHost);
  }
}
