import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SendOut } from '../../edges/webhooks/request.ts';
import { incomingHeaders } from './incoming-headers.ts';
import { incomingText } from './incoming-text.ts';

/** As `fetch`, with a word when the connection is there; one connection per request, so that a stale one never fails it. */
export const sendOut: SendOut = (url, { method, headers, body, signal, onConnected }) =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const sized = body === null ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = send(url, { method, headers: sized, signal, agent: false }, (answer) => resolve(answered(answer)));
    outgoing.on('error', reject);
    whenConnected(outgoing, url.startsWith('https:') ? 'secureConnect' : 'connect', onConnected);
    outgoing.end(body ?? undefined);
  });

function whenConnected(
  outgoing: ClientRequest,
  event: 'connect' | 'secureConnect',
  run: (() => void) | undefined,
): void {
  if (run !== undefined) outgoing.once('socket', (socket) => socket.once(event, run));
}

/** The platform's Response takes only some statuses, and an endpoint may answer with any. */
function answered(answer: IncomingMessage): Awaited<ReturnType<SendOut>> {
  const { statusCode: status = 0, rawHeaders } = answer;
  return { status, headers: incomingHeaders(rawHeaders), text: () => incomingText(answer) };
}
