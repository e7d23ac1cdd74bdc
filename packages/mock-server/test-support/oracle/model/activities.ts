import { type Oracle, queueNamed, tell } from './oracle.ts';
import type { ActivityName, OracleReservation, OracleTask, OracleWorker } from './records.ts';

/** WORK-2. */
export function changeActivity(oracle: Oracle, worker: OracleWorker, activity: ActivityName): void {
  if (worker.activity === activity) return;
  worker.activity = activity;
  oracle.touched.add(worker);
  tell(oracle, 'worker.activity.update', worker.name, activity);
}

/** RESV-12: where a reservation of the task puts its worker. */
export function activityWhenReserved(oracle: Oracle, task: OracleTask): ActivityName | undefined {
  return oracle.singleTasking ? queueNamed(oracle, task.queue)?.reservationActivity : undefined;
}

/** RESV-12: where an acceptance puts the worker. */
export function enterAssignmentActivity(oracle: Oracle, { worker, task }: OracleReservation): void {
  const activity = queueNamed(oracle, task.queue)?.assignmentActivity;
  if (oracle.singleTasking && activity !== undefined) changeActivity(oracle, worker, activity);
}

/** RESV-12: back to where the reservation found the worker, if it still is where the reservation put it. */
export function returnToActivityBefore(oracle: Oracle, reservation: OracleReservation): void {
  const { worker, activityGiven, activityBefore } = reservation;
  if (activityGiven !== undefined && worker.activity === activityGiven) changeActivity(oracle, worker, activityBefore);
}
