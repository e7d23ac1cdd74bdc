import type { Bridge } from './bridge.ts';
import { fill, type Payload } from './convert.ts';
import { restFields } from './modern-fields.ts';
import { entityOf } from './resources.ts';
import { tellReservations } from './tell-reservations.ts';
import type { ModernWorker, WorkerClient } from './worker-client.ts';

/**
 * Tells a page what the modern worker tells, as objects of the old SDK; returns what is to be called with the name of
 * each event that the page listens to. `skipsReads`: see `setSkipFetchReservation`.
 */
export function tellEvents(modern: ModernWorker, client: WorkerClient, bridge: Bridge, skipsReads: () => boolean) {
  const forwarded = new Set<string>();
  const tellReservation = tellReservations(modern, client, bridge, skipsReads);

  const CONVERTED: Readonly<Record<string, (payload: never) => object>> = {
    disconnected: () => ({ message: 'Websocket disconnected due to lost connectivity' }),
    error: (response: Error) => ({ response, message: response.message }),
    // There is none: all there is to tell is its task.
    'reservation.failed': ({ taskSid, payload }: { taskSid: unknown; payload: Payload | null }) =>
      entityOf(bridge, { taskSid }, payload ?? {}),
  };

  for (const name of ['ready', 'activity.update', 'attributes.update'] as const) {
    modern.on(name, () => fill(client, restFields(modern, modern)));
  }
  modern.on('ready', () => {
    // What pends is told as if it had just come.
    const pending = [...modern.reservations.values()].filter(({ status }) => status === 'pending');
    for (const reservation of pending) tellReservation('reservation.created', reservation);
    const { connectActivitySid } = client;
    if (!pending.length && connectActivitySid) client.update({ ActivitySid: connectActivitySid });
  });

  return (name: string) => {
    if (forwarded.has(name)) return;
    forwarded.add(name);
    modern.on(name as 'connected', (payload: object | undefined) => {
      const convert = CONVERTED[name];
      if (convert) client.emit(name, convert(payload as never));
      else if (name.startsWith('reservation')) tellReservation(name, payload as never);
      else client.emit(name as string, payload && entityOf(bridge, restFields(modern, payload)));
    });
  };
}
