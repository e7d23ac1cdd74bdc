import type { Host } from '../../runtime/host.ts';
import type { InFlight } from '../../runtime/in-flight.ts';

/** Hands one thing over in a turn of the event loop of its own. */
export type Line = (hand: () => void) => void;

/** Things arrive in the order in which they were sent, and are in flight until then. */
export function createLine({ host, inFlight }: { readonly host: Host; readonly inFlight: InFlight }): Line {
  return (hand) => {
    const done = inFlight.begin('delivery', '');
    host.defer(() => {
      done();
      hand();
    });
  };
}
