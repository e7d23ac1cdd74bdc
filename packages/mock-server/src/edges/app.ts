import { ERROR_CODES } from '@taskbay/protocol';
import { type AccessRules, hostAllowed, originKind } from './access.ts';
import type { HttpEdge, Logger } from './context.ts';
import type { Gate } from './gate.ts';
import { HungUp } from './hung-up.ts';
import { methodNotAllowed, notFound, vendorError } from './plain-answers.ts';
import { requestPath } from './request-path.ts';
import { requestUrl } from './request-url.ts';
import type { SocketEdge, Upgrade } from './socket.ts';

/** The edges behind the one port. */
export interface AppParts {
  readonly rest: HttpEdge;
  readonly bridge: { readonly http: HttpEdge; readonly socket: SocketEdge };
  readonly control: HttpEdge;
  readonly landing: HttpEdge;
  /** `/sdk/taskbay.min.js` and `/examples/…`. */
  readonly files: HttpEdge;
  readonly access: AccessRules;
  readonly gate: Gate;
  readonly log: Logger;
}

export interface App {
  readonly http: HttpEdge;
  /** `admitted` is called as `RequestHost.onAdmitted` is. */
  readonly socket: (request: Request, admitted?: () => void) => Promise<Upgrade>;
}

/** Sends a request to the edge its path belongs to; whatever an edge throws is a 500 and the server goes on, but for `HungUp`. */
export function createApp(parts: AppParts): App {
  const { access, log } = parts;
  return {
    http: async (request, host) => {
      if (!hostAllowed(access, request)) return wrongHost(request);
      try {
        return await route(parts, requestUrl(request).pathname)(request, host);
      } catch (error) {
        if (error instanceof HungUp) throw error;
        log.error('A request failed', { method: request.method, path: requestPath(request.url), error });
        return vendorError(500, 20500, 'The mock server failed to answer; its log says why');
      }
    },
    socket: async (request, admitted) => {
      if (!hostAllowed(access, request)) return refused(wrongHost(request));
      const { pathname } = requestUrl(request);
      if (!isBridge(pathname)) return refused(notFound(pathname));
      await parts.gate.pass();
      admitted?.();
      try {
        return await parts.bridge.socket(request);
      } catch (error) {
        log.error('An upgrade failed', { path: requestPath(request.url), error });
        return refused(vendorError(500, 20500, 'The mock server failed to open the socket; its log says why'));
      }
    },
  };
}

function route(parts: AppParts, path: string): HttpEdge {
  if (isBridge(path)) return gated(parts.gate, parts.bridge.http);
  if (under(path, '/v1')) return gated(parts.gate, parts.rest);
  if (under(path, '/control')) return parts.control;
  if (under(path, '/sdk') || under(path, '/examples')) return parts.files;
  if (path === '/health') return health;
  if (path === '/' || path === '/ready.json') return own(parts.access, parts.landing);
  return async () => notFound(path);
}

function isBridge(path: string): boolean {
  return under(path, '/v1/wschannels');
}

function under(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

function gated(gate: Gate, edge: HttpEdge): HttpEdge {
  return async (request, host) => {
    await gate.pass();
    host.onAdmitted?.();
    return edge(request, host);
  };
}

const health: HttpEdge = async (request) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed(request.method, '/health', 'GET');
  const response = Response.json({ status: 'ok' });
  response.headers.set('access-control-allow-origin', '*');
  response.headers.set('cache-control', 'no-store');
  return response;
};

function own(access: AccessRules, edge: HttpEdge): HttpEdge {
  return async (request, host) => {
    const kind = originKind(access, request);
    if (kind === 'none' || kind === 'own') return edge(request, host);
    return vendorError(403, ERROR_CODES.forbidden, `Origin ${request.headers.get('origin')} may not read this page`);
  };
}

function wrongHost(request: Request): Response {
  const host = request.headers.get('host') ?? '';
  const message = `Requests addressed to "${host}" are refused; start the server with --allow-host to accept that name`;
  return vendorError(403, ERROR_CODES.forbidden, message);
}

function refused(response: Response): Upgrade {
  return { kind: 'refuse', response };
}
