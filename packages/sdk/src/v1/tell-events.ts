import type { Reservation as ModernReservation } from '../entities/reservation.ts';
import type { WorkerEvents } from '../index.ts';
import type { Bridge } from './bridge.ts';
import { tellError } from './client.ts';
import { fill, type Payload } from './convert.ts';
import type { Entity } from './entity.ts';
import { type ModernWorker, toPayload, workerPayload } from './modern-payload.ts';
import { Reservation } from './reservation.ts';
import { tellReservations } from './tell-reservations.ts';
import type { WorkerClient } from './worker-client.ts';

const RESERVATION_EVENTS = [
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
] as const;

/** Tells a page what the modern worker tells, as objects of the old SDK. `skipsReads`: see `setSkipFetchReservation`. */
export function tellEvents(
  modern: ModernWorker,
  client: WorkerClient,
  bridge: Bridge,
  skipsReads: () => boolean,
): void {
  /** Offers told since the socket opened: those found at `ready` must not be told again by their event. */
  const offered = new Set<string>();
  const tellReservation = tellReservations(modern, client, bridge, skipsReads);

  function pass<Name extends keyof WorkerEvents>(
    names: readonly Name[],
    convert: (payload: WorkerEvents[Name]) => unknown = () => undefined,
  ): void {
    for (const name of names) modern.on(name, (payload) => client.emit(name, convert(payload) as never));
  }

  function worker(): Entity {
    const payload = workerPayload(modern);
    fill(client, payload);
    return bridge.entity(payload);
  }

  function offer(reservation: ModernReservation): void {
    if (offered.has(reservation.sid)) return;
    offered.add(reservation.sid);
    tellReservation('reservation.created', reservation);
  }

  pass(['connected', 'token.expired']);
  pass(['disconnected'], () => ({ message: 'Websocket disconnected due to lost connectivity' }));
  pass(['ready', 'activity.update', 'attributes.update'], worker);
  pass(['capacity.update', 'channel.availability.update'], (channel) =>
    bridge.entity(toPayload(modern, { ...channel.toJSON(), workerSid: modern.sid })),
  );
  pass(['task.updated', 'task.canceled', 'task.completed', 'task.wrapup'], (task) =>
    bridge.entity(toPayload(modern, task.toJSON())),
  );
  // There is none: all there is to tell is its task.
  pass(
    ['reservation.failed'],
    ({ taskSid, payload }) =>
      new Reservation(bridge, `/Tasks/${taskSid}/Reservations/`, { task_sid: taskSid }, (payload ?? {}) as Payload),
  );
  modern.on('reservation.created', offer);
  for (const name of RESERVATION_EVENTS) modern.on(name, (reservation) => tellReservation(name, reservation));
  modern.on('error', (error) => tellError(client, error));
  modern.on('disconnected', () => offered.clear());
  modern.on('ready', () => {
    // What pends is told as if it had just come.
    for (const reservation of modern.reservations.values()) if (reservation.status === 'pending') offer(reservation);
    const { connectActivitySid } = client;
    if (offered.size === 0 && connectActivitySid) client.update({ ActivitySid: connectActivitySid });
  });
}
