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

  /** As the server has it now; what was pushed does where reading fails. */
  function readAnew(path: string, pushed: Payload): Payload | Promise<Payload> {
    return skipsReads() ? pushed : bridge.request('GET', path).catch(() => pushed);
  }

  return (name, { sid, taskSid, status, task }) => {
    const path = `/Tasks/${taskSid}`;
    const pushed = toPayload(modern, { sid, taskSid, workerSid: modern.sid });
    const pushedTask = toPayload(modern, task.toJSON());
    const { friendlyName: friendly_name, activityName: activity_name, available } = client;
    const read = (reads.shift() as Promise<unknown>).then(() =>
      Promise.all([readAnew(`${path}/Reservations/${sid}`, pushed), readAnew(path, pushedTask)]),
    );
    reads.push(read);
    telling = Promise.all([read, telling]).then(([[payload, itsTask]]) => {
      const told = bridge.entity({ ...payload, reservation_status: status }, itsTask);
      // Version 1.0 passed the worker to the events of its answers.
      hide(told, { friendly_name, activity_name, available });
      client.emit(name, told as never);
    });
  };
}
