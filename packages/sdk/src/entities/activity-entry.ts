import { asTaskbayError, TaskbayError } from '../errors.ts';
import type { WorkerOptions } from '../options.ts';
import type { Activity } from './activity.ts';
import type { BaseWorker } from './base-worker.ts';

/** Enters the activities that the options name at the beginning and at the end of a session. */
export class ActivityEntry {
  readonly #worker: BaseWorker;
  readonly #options: WorkerOptions;
  readonly #failed: (error: TaskbayError) => void;
  #entered = false;

  constructor(worker: BaseWorker, options: WorkerOptions, failed: (error: TaskbayError) => void) {
    this.#worker = worker;
    this.#options = options;
    this.#failed = failed;
  }

  /** Once, and again where a reconnect finds the worker in the activity of the end. */
  async connected(): Promise<void> {
    const { connectActivity, disconnectActivity } = this.#options;
    if (this.#entered && !isNamed(this.#worker.activity, disconnectActivity)) return;
    this.#entered = true;
    await this.#enter(connectActivity);
  }

  /** On v1 the server does this itself. */
  async disconnecting(): Promise<void> {
    const { wire, state } = this.#worker;
    if (wire === 'v2' && state === 'ready') await this.#enter(this.#options.disconnectActivity);
  }

  async #enter(sidOrName: string | undefined): Promise<void> {
    const worker = this.#worker;
    if (sidOrName === undefined || isNamed(worker.activity, sidOrName)) return;
    try {
      const activity = [...worker.activities.values()].find((candidate) => isNamed(candidate, sidOrName));
      if (activity === undefined) throw new TaskbayError('usage', `The workspace has no activity "${sidOrName}"`);
      await worker.updateActivity(activity.sid);
    } catch (cause) {
      this.#failed(asTaskbayError(cause, 'network', `Entering the activity "${sidOrName}" failed`));
    }
  }
}

function isNamed(activity: Activity | null, sidOrName: string | undefined): boolean {
  return activity !== null && [activity.sid, activity.friendlyName].includes(sidOrName ?? '');
}
