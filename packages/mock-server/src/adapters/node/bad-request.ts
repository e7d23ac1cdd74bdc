import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERROR_CODES, moreInfo } from '@taskbay/protocol';

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
  socket.end(plainResponse(status, problemBody(status, `The request is not readable: ${error.message}`)));
}

/** The vendor's error body for a request that no edge gets to see. */
export function problemBody(status: number, message: string): string {
  const code = ERROR_CODES.invalidParameter;
  return JSON.stringify({ code, message, more_info: moreInfo(code), status });
}

/** A whole HTTP response as text, for sockets that have no response object. */
export function plainResponse(status: number, body: string, headers: readonly string[] = []): string {
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
