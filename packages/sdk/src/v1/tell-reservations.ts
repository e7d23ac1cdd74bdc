import type { Reservation } from '../entities/reservation.ts';
import type { Bridge } from './bridge.ts';
import { hide, type Payload } from './convert.ts';
import { restFields } from './modern-fields.ts';
import { entityOf } from './resources.ts';
import type { ModernWorker, WorkerClient } from './worker-client.ts';

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
  function readAnew(path: string, record: object): Payload | Promise<Payload> {
    const known = restFields(modern, record);
    return skipsReads() ? known : bridge.request('GET', path).catch(() => known);
  }

  /** What was told since the socket opened: offers found at `ready` must not be told again by their event. */
  const told = new Set<string>();
  modern.on('disconnected', () => told.clear());

  return (name, reservation) => {
    const event = name + reservation.sid;
    if (told.has(event)) return;
    told.add(event);
    const { status, ...known } = reservation;
    const path = `/Tasks/${known.taskSid}`;
    const task = { ...reservation.task };
    const read = (reads.shift() as Promise<unknown>).then(() =>
      Promise.all([readAnew(`${path}/Reservations/${known.sid}`, known), readAnew(path, task)]),
    );
    reads.push(read);
    telling = Promise.all([read, telling]).then(([[payload, itsTask]]) => {
      const one = entityOf(bridge, { ...payload, reservation_status: status }, itsTask);
      // Version 1.0 passed the worker, as it is by then, to the events of its answers.
      const { friendlyName: friendly_name, activity, available } = modern;
      hide(one, { friendly_name, activity_name: activity?.friendlyName, available });
      client.emit(name, one);
    });
  };
}
