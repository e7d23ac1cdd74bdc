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
    if (connectActivity === undefined) return;
    const parked = disconnectActivity !== undefined && names(this.#worker.activity, disconnectActivity);
    if (this.#entered && !parked) return;
    this.#entered = true;
    await this.#enter(connectActivity);
  }

  /** On v1 the server does this itself. */
  async disconnecting(): Promise<void> {
    const { disconnectActivity } = this.#options;
    const { wire, state } = this.#worker;
    if (disconnectActivity !== undefined && wire === 'v2' && state === 'ready') await this.#enter(disconnectActivity);
  }

  async #enter(sidOrName: string): Promise<void> {
    if (names(this.#worker.activity, sidOrName)) return;
    const activity = [...this.#worker.activities.values()].find((candidate) => names(candidate, sidOrName));
    try {
      if (activity === undefined) throw new TaskbayError('usage', `The workspace has no activity "${sidOrName}"`);
      await this.#worker.updateActivity(activity.sid);
    } catch (cause) {
      this.#failed(asTaskbayError(cause, 'network', `Entering the activity "${sidOrName}" failed`));
    }
  }
}

function names(activity: Activity | null, sidOrName: string): boolean {
  return activity?.sid === sidOrName || activity?.friendlyName === sidOrName;
}
