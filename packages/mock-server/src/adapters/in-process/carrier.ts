import { createFetch, type InProcessFetch } from './fetch.ts';
import type { CarrierParts } from './parts.ts';
import { createWebSocket, type InProcessWebSocketConstructor } from './web-socket.ts';

/** A server without a port: requests and sockets are calls, over the same edges and codecs as any other. */
export interface InProcessCarrier {
  readonly fetch: InProcessFetch;
  readonly WebSocket: InProcessWebSocketConstructor;
  /** Refuses what comes; resolves when what is on its way has arrived. */
  readonly close: () => Promise<void>;
}

/** Host milliseconds that deliveries get to arrive when the server closes. */
const GRACE_MS = 500;

export function carryInProcess(server: Omit<CarrierParts, 'isOpen'>): InProcessCarrier {
  let open = true;
  const parts: CarrierParts = { ...server, isOpen: () => open };
  return {
    fetch: createFetch(parts),
    WebSocket: createWebSocket(parts),
    close: async () => {
      open = false;
      await server.inFlight.settle(GRACE_MS);
    },
  };
}
