import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { hangUp, problemBody, rawAnswer } from './raw-answer.ts';

export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return (headers.upgrade ?? '').toLowerCase() === 'websocket';
}

/**
 * Answers a request that offers another protocol (some clients offer h2c with every request) as if it had not: a server
 * may ignore the offer. Node has stopped reading by then, so a request with a body is refused with a sentence.
 */
export function answerWithoutUpgrade(server: Server, incoming: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = incoming.headers;
  if (length !== '0' || encoding !== undefined || !(socket instanceof Socket)) {
    const message = 'A request with a body must not offer an upgrade: leave out the Upgrade header';
    hangUp(socket, rawAnswer(400, problemBody(400, message)));
    return;
  }
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  outgoing.assignSocket(socket);
  outgoing.once('finish', () => {
    outgoing.detachSocket(socket);
    hangUp(socket);
  });
  server.emit('request', incoming, outgoing);
}
