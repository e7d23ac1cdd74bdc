import type { App } from '../../edges/app.ts';
import type { Host } from '../../runtime/host.ts';
import type { InFlight } from '../../runtime/in-flight.ts';

/** What requests and sockets of one server stand on. */
export interface CarrierParts {
  readonly app: App;
  readonly host: Host;
  readonly inFlight: InFlight;
  /** False once the server is closed. */
  readonly isOpen: () => boolean;
}
