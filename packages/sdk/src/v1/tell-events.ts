import type { Bridge } from './bridge.ts';
import { fill, type Payload } from './convert.ts';
import { entityOf } from './resources.ts';
import { restFields, tellReservations } from './tell-reservations.ts';
import type { ModernWorker, WorkerClient } from './worker-client.ts';

/** What the modern worker tells otherwise than as an object of the server. */
const CONVERTED: Readonly<Record<string, (payload: never) => object>> = {
  disconnected: () => ({ message: 'Websocket disconnected due to lost connectivity' }),
  error: (response: Error) => ({ response, message: response.message }),
};

/**
 * Tells a page what the modern worker tells, as objects of the old SDK; returns what is to be called with the name of
 * each event that the page listens to. `skipsReads`: see `setSkipFetchReservation`.
 */
export function tellEvents(modern: ModernWorker, client: WorkerClient, bridge: Bridge, skipsReads: () => boolean) {
  const forwarded = new Set<string>();
  /** Offers told since the socket opened: those found at `ready` must not be told again by their event. */
  const offered = new Set<string>();
  const tellReservation = tellReservations(modern, client, bridge, skipsReads);

  function worker(): Payload {
    const { sid, friendlyName, attributes, available, activity, dateCreated, dateUpdated, dateStatusChanged } = modern;
    const activityNames = { activityName: activity?.friendlyName, activitySid: activity?.sid };
    const read = { sid, friendlyName, attributes, available, dateCreated, dateUpdated, dateStatusChanged };
    return restFields(modern, { ...read, ...activityNames });
  }

  function offer(reservation: { readonly sid: string }): void {
    if (offered.has(reservation.sid)) return;
    offered.add(reservation.sid);
    tellReservation('reservation.created', reservation as never);
  }

  function tell(name: string, payload: unknown): void {
    if (name === 'reservation.created') offer(payload as never);
    else if (name === 'reservation.failed') {
      // There is none: all there is to tell is its task.
      const { taskSid, payload: task } = payload as { taskSid: unknown; payload: Payload | null };
      client.emit(name, entityOf(bridge, { taskSid }, task ?? {}) as never);
    } else if (name.startsWith('reservation')) tellReservation(name, payload as never);
    else {
      const convert = CONVERTED[name];
      const fields = payload === modern ? worker() : payload && restFields(modern, payload);
      client.emit(name, convert ? convert(payload as never) : fields && entityOf(bridge, fields as Payload));
    }
  }

  for (const name of ['ready', 'activity.update', 'attributes.update'] as const) {
    modern.on(name, () => fill(client, worker()));
  }
  modern.on('disconnected', () => offered.clear());
  modern.on('ready', () => {
    // What pends is told as if it had just come.
    for (const reservation of modern.reservations.values()) if (reservation.status === 'pending') offer(reservation);
    const { connectActivitySid } = client;
    if (offered.size === 0 && connectActivitySid) client.update({ ActivitySid: connectActivitySid });
  });

  return (name: string) => {
    if (forwarded.has(name)) return;
    forwarded.add(name);
    modern.on(name as 'connected', (payload) => tell(name, payload));
  };
}
