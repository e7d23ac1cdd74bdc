import { workerDraft } from '../drafts.ts';
import type { EventDetails } from '../events.ts';
import type { Worker } from '../records.ts';
import type { Transaction } from '../transaction.ts';
import { must } from '../views/subjects.ts';
import { emitWorker } from './emit.ts';

/** A worker in its new activity, and what the event tells of the one before. */
export interface MovedWorker {
  readonly worker: Worker;
  readonly details: EventDetails;
}

/** Moves a worker to another activity; undefined when it is there already or there is none to go to. Emits nothing. */
export function moveWorker(tx: Transaction, workerSid: string, activitySid: string | null): MovedWorker | undefined {
  if (activitySid === null) return undefined;
  const before = must(tx.worker(workerSid), workerSid);
  if (before.activitySid === activitySid) return undefined;
  const previousActivity = must(tx.tables.activity.get(before.activitySid), before.activitySid);
  const details: EventDetails = { previousActivity, timeInPreviousActivityMs: tx.now - before.dateStatusChanged };
  const worker = bumpWorker(tx, workerSid, { activitySid, dateStatusChanged: tx.now });
  tx.freedWorkers.add(workerSid);
  return { worker, details };
}

export function emitMoved(tx: Transaction, moved: MovedWorker | undefined): void {
  if (moved !== undefined) emitWorker(tx, 'worker.activity.update', moved.worker, moved.details);
}

/** Moves a worker to another activity and tells how long it was in the one before; no effect when it is there already. */
export function changeActivity(tx: Transaction, workerSid: string, activitySid: string): void {
  emitMoved(tx, moveWorker(tx, workerSid, activitySid));
}

export function bumpWorker(tx: Transaction, sid: string, changes: Partial<Worker>): Worker {
  const draft = workerDraft(must(tx.worker(sid), sid));
  draft.version += 1;
  draft.dateUpdated = tx.now;
  return tx.putWorker(Object.assign(draft, changes));
}
