import { TaskbayError } from '../errors.ts';
import type { Activity } from './activity.ts';
import type { BaseWorker } from './base-worker.ts';

/** Moves the worker to an activity that the options name, unless it is in it. */
export async function enterActivity(worker: BaseWorker, sidOrName: string): Promise<void> {
  if (isNamed(worker.activity, sidOrName)) return;
  const activity = [...worker.activities.values()].find((candidate) => isNamed(candidate, sidOrName));
  if (!activity) throw new TaskbayError('usage', `The workspace has no activity "${sidOrName}"`);
  await worker.updateActivity(activity.sid);
}

export function isNamed(activity: Activity | null, sidOrName: string | undefined): boolean {
  return activity !== null && [activity.sid, activity.friendlyName].includes(sidOrName ?? '');
}
