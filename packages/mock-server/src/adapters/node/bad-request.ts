import type { Duplex } from 'node:stream';
import { problemBody, rawAnswer } from './raw-answer.ts';

/** What Node's parser refuses, and how it is answered; everything else is a plain 400. */
const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers bytes that are no HTTP request, in the vendor's error format, and hangs up. */
export function badRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? 400;
  socket.end(rawAnswer(status, problemBody(status, `The request is not readable: ${error.message}`)));
}
