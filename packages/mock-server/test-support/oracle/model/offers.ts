import { activityWhenReserved, changeActivity } from './activities.ts';
import { arm, count, type Oracle, queueNamed, tellOfReservation } from './oracle.ts';
import { bestTask, candidates } from './ranking.ts';
import type { OracleReservation, OracleTask, OracleWorker } from './records.ts';

/** Seconds a reservation stays pending when its task came by no workflow (RESV-10). */
const OUTSIDE_OF_WORKFLOWS = 120;

/**
 * Offers the task to its best candidates, a batch where the queue asks for one (ROUTE-4); false when nobody may have it.
 * A better task that waits for one of them goes first (ROUTE-2).
 */
export function offer(oracle: Oracle, task: OracleTask): boolean {
  for (;;) {
    const chosen = candidates(oracle, task).slice(0, batchSize(oracle, task));
    if (chosen.length === 0) return false;
    const better = chosen.map((worker) => bestTask(oracle, worker)).find((best) => best !== undefined && best !== task);
    if (better === undefined) {
      reserve(oracle, task, chosen);
      return true;
    }
    offer(oracle, better);
  }
}

function batchSize(oracle: Oracle, task: OracleTask): number {
  return task.place.kind === 'worker' ? 1 : (queueNamed(oracle, task.queue)?.maxReservedWorkers ?? 1);
}

/** TASK-2: all reservations of the batch are told of before anybody's activity changes. */
export function reserve(oracle: Oracle, task: OracleTask, workers: readonly OracleWorker[]): void {
  task.status = 'reserved';
  task.directTimer = null;
  for (const worker of workers) createReservation(oracle, task, worker);
  const activity = activityWhenReserved(oracle, task);
  if (activity === undefined) return;
  for (const worker of workers) changeActivity(oracle, worker, activity);
}

/** RESV-1. */
function createReservation(oracle: Oracle, task: OracleTask, worker: OracleWorker): void {
  worker.lastOffered = count(oracle);
  worker.lastOfferedOn[task.channel] = worker.lastOffered;
  const seconds = task.configuration === null ? OUTSIDE_OF_WORKFLOWS : oracle.reservationTimeout;
  const reservation: OracleReservation = {
    name: `R${oracle.reservations.length + 1}`,
    task,
    worker,
    channel: task.channel,
    ofTransfer: task.transfer !== null,
    timer: arm(oracle, seconds),
    status: 'pending',
    activityBefore: worker.activity,
    activityGiven: activityWhenReserved(oracle, task),
  };
  oracle.reservations.push(reservation);
  oracle.touched.add(worker);
  tellOfReservation(oracle, 'created', reservation);
}
