import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../../edges/context.ts';
import { requestPath } from '../../edges/request-path.ts';
import type { ServerSocket, SocketEdge, SocketEvents } from '../../edges/socket.ts';
import { createFrameWriter } from './frame-writer.ts';
import type { RequestOf } from './incoming-request.ts';
import { createProbe } from './liveness.ts';
import { noAddress } from './no-address.ts';
import { hangUp, problemBody, rawAnswer } from './raw-answer.ts';

/** Frames that clients may send are small: clients of this protocol send nothing but heartbeats. */
const MAX_FRAME_BYTES = 64 * 1024;
export interface Upgrades {
  readonly handle: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends every open socket without a close handshake. */
  readonly terminate: () => void;
}

interface Asked {
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** Told when there is a WebSocket. */
  readonly opened: () => void;
}

/** Carries upgrade requests to the socket edge and its sockets on `ws`. Compression is off: frames are small and many. */
export function createUpgrades(edge: SocketEdge, requestOf: RequestOf, log: Logger): Upgrades {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    clientTracking: true,
    handleProtocols: () => false,
  });
  const write = createFrameWriter();
  server.on('wsClientError', (error, socket) => {
    hangUp(socket, rawAnswer(400, problemBody(400, `Not a WebSocket request: ${error.message}`)));
  });
  const upgrade = async ({ incoming, socket, head, opened }: Asked): Promise<void> => {
    const request = requestOf(incoming);
    if (request === undefined) {
      hangUp(socket, rawAnswer(400, noAddress(incoming)));
      return;
    }
    const decision = await edge(request);
    if (socket.destroyed) return;
    if (decision.kind === 'accept') {
      server.handleUpgrade(incoming, socket, head, (webSocket) => {
        opened();
        attach(webSocket, socket, write, decision.open);
      });
      return;
    }
    const { response } = decision;
    const headers = [...response.headers]
      .filter(([name]) => !REWRITTEN.has(name))
      .map(([name, value]) => `${name}: ${value}`);
    hangUp(socket, rawAnswer(response.status, await response.text(), headers));
  };
  return {
    handle: (incoming, socket, head) => {
      const cut = (): void => void socket.destroy();
      socket.on('error', cut);
      // An open socket has its own listener, and this one would keep the request, token and all, as long as the socket.
      const opened = (): void => void socket.off('error', cut);
      upgrade({ incoming, socket, head, opened }).catch((error: unknown) => {
        log.error('An upgrade failed', { path: requestPath(incoming.url), error });
        cut();
      });
    },
    terminate: () => {
      for (const socket of server.clients) socket.terminate();
    },
  };
}

const REWRITTEN = new Set(['content-type', 'content-length', 'connection']);

function attach(
  opened: WebSocket,
  raw: Duplex,
  write: ReturnType<typeof createFrameWriter>,
  open: (socket: ServerSocket) => SocketEvents,
): void {
  const events = open({
    send: (text) => write(opened, raw, text),
    close: (code, reason) => opened.close(code, reason),
    terminate: () => opened.terminate(),
    buffered: () => opened.bufferedAmount,
    probe: createProbe(opened),
  });
  opened.on('message', (data, binary) => {
    if (!binary) events.message(data.toString());
  });
  opened.on('close', (code, reason) => events.closed(code, reason.toString()));
  // `ws` answers a protocol error with its close code and hangs up 30 s later. Cutting the socket here
  // could take that code from the client; no listener at all would end the process.
  opened.on('error', () => undefined);
}
