import type { Reservation } from '../entities/reservation.ts';
import type { Bridge } from './bridge.ts';
import { hide, type Payload } from './convert.ts';
import { type ModernWorker, toPayload } from './modern-payload.ts';
import type { WorkerClient } from './worker-client.ts';

/** Of two requests each: together as many as browsers send at a time to one host. */
const READS_AT_ONCE = 3;

/** Tells events of reservations. Both the reservation and its task are read anew for each, unless the page skips it. */
export function tellReservations(
  modern: ModernWorker,
  client: WorkerClient,
  bridge: Bridge,
  skipsReads: () => boolean,
): (name: string, reservation: Reservation) => void {
  /** The newest reads. Each begins when the one that many before it is done. */
  const reads: Promise<unknown>[] = Array(READS_AT_ONCE).fill(Promise.resolve());
  /** Events are told one after the other, so that none overtakes another. */
  let telling: Promise<unknown> = Promise.resolve();

  /** As the server has it now; what is known does where reading fails. */
  function readAnew(path: string, known: Payload): Payload | Promise<Payload> {
    return skipsReads() ? known : bridge.request('GET', path).catch(() => known);
  }

  return (name, reservation) => {
    const { sid, taskSid, workerName, status, dateCreated, dateUpdated } = reservation.toJSON();
    const path = `/Tasks/${taskSid}`;
    const known = toPayload(modern, { sid, taskSid, workerSid: modern.sid, workerName, dateCreated, dateUpdated });
    const knownTask = toPayload(modern, reservation.task.toJSON());
    const read = (reads.shift() as Promise<unknown>).then(() =>
      Promise.all([readAnew(`${path}/Reservations/${sid}`, known), readAnew(path, knownTask)]),
    );
    reads.push(read);
    telling = Promise.all([read, telling]).then(([[payload, itsTask]]) => {
      const told = bridge.entity({ ...payload, reservation_status: status }, itsTask);
      // Version 1.0 passed the worker, as it is by then, to the events of its answers.
      const { friendlyName: friendly_name, activityName: activity_name, available } = client;
      hide(told, { friendly_name, activity_name, available });
      client.emit(name, told as never);
    });
  };
}
