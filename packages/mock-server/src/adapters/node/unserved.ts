import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERROR_CODES } from '@taskbay/protocol';
import { hangUp, problemBody, rawAnswer } from './raw-answer.ts';

/** The error body, status 417, of a request that expects what no server here does. */
export function unmetExpectation({ headers: { expect = '' } }: IncomingMessage): string {
  return problemBody(417, `The expectation "${expect}" cannot be met; send 100-continue or no Expect header`);
}

/** Answers a request for a tunnel, which is for proxies, and hangs up. */
export function refuseTunnel(_incoming: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  const message = 'Method CONNECT is not allowed; this server is no proxy';
  hangUp(socket, rawAnswer(405, problemBody(405, message, ERROR_CODES.methodNotAllowed)));
}
