import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERROR_CODES, moreInfo } from '@taskbay/protocol';

/** The vendor's error body for a request that no edge gets to see. */
export function problemBody(status: number, message: string, code: number = ERROR_CODES.invalidParameter): string {
  return JSON.stringify({ code, message, more_info: moreInfo(code), status });
}

/** A whole HTTP response as text, for sockets that have no response object. */
export function rawAnswer(status: number, body: string, headers: readonly string[] = []): string {
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');
}

/** Host milliseconds that a peer has to hang up in turn. */
const LINGER_MS = 500;

/** Hangs up on a connection that Node no longer looks after: a peer that keeps it half open is cut off. */
export function hangUp(socket: Duplex, lastWords?: string): void {
  // Behind bytes that nobody reads the peer's own end would not be seen.
  socket.resume();
  socket.end(lastWords);
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  cut.unref();
  socket.once('close', () => clearTimeout(cut));
}
