import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import type { SendOut } from '../../edges/webhooks/request.ts';

/** Statuses whose answers have no body, as the platform's Response insists. */
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** As `fetch`, with a word when the connection is there; one connection per request, so that a stale one never fails it. */
export const sendOut: SendOut = (url, { method, headers, body, signal, onConnected }) =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const sized = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = send(url, { method, headers: sized, signal, agent: false }, (answer) =>
      resolve(responseOf(answer)),
    );
    outgoing.on('error', reject);
    whenConnected(outgoing, url.startsWith('https:') ? 'secureConnect' : 'connect', onConnected);
    outgoing.end(body);
  });

function whenConnected(
  outgoing: ClientRequest,
  event: 'connect' | 'secureConnect',
  run: (() => void) | undefined,
): void {
  if (run !== undefined) outgoing.once('socket', (socket) => socket.once(event, run));
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  if (!WITHOUT_BODY.has(status)) return new Response(Readable.toWeb(answer) as ReadableStream, { status, headers });
  answer.resume();
  return new Response(null, { status, headers });
}
