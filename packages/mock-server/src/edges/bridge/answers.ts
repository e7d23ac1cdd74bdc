import { API_VERSION_HEADER, type BridgeError, CLIENT_VERSION_HEADER, ERROR_CODES } from '@taskbay/protocol';
import { refuse } from './problem.ts';

/** No credentials mode and no cookies: any page may use the bridge, as with the service. */
const CORS = { 'access-control-allow-origin': '*' } as const;

const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': ['Content-Type', API_VERSION_HEADER, CLIENT_VERSION_HEADER, 'If-Match'].join(', '),
  'access-control-max-age': '600',
} as const;

/** Every success is 200 with a JSON body: v1 clients take any other status for a failure. */
export function success(body: object): Response {
  return Response.json(body, { headers: CORS });
}

export function failure(error: BridgeError, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(error, { status: error.status, headers: { ...CORS, ...headers } });
}

export function preflight(): Response {
  return new Response(null, { status: 204, headers: PREFLIGHT });
}

/** What the bridge's paths answer to a method that is neither POST, OPTIONS nor a socket's GET. */
export function wrongMethod(method: string): Response {
  if (method === 'GET') {
    const { error } = refuse(426, ERROR_CODES.methodNotAllowed, 'GET opens a WebSocket here: send an upgrade request');
    return failure(error, { upgrade: 'websocket' });
  }
  const { error } = refuse(405, ERROR_CODES.methodNotAllowed, `Method ${method} is not allowed here: POST an envelope`);
  return failure(error, { allow: 'POST, GET, OPTIONS' });
}
