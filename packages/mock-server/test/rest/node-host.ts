import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

export interface NodeHost {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves a function on web types on a free loopback port. */
export function listen(handle: (request: Request) => Promise<Response>): Promise<NodeHost> {
  const server = createServer(getRequestListener(handle));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const close = () => {
        server.closeAllConnections();
        return new Promise<void>((closed) => server.close(() => closed()));
      };
      resolve({ url: `http://127.0.0.1:${port}`, close });
    });
  });
}
