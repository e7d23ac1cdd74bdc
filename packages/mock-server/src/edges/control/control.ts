import { originKind } from '../access.ts';
import type { HttpEdge } from '../context.ts';
import { HungUp } from '../hung-up.ts';
import { requestUrl } from '../request-url.ts';
import { listCalls, listPhones, setPhone, updateCall } from './calls.ts';
import { cutConnection, listConnections } from './connections.ts';
import { getJournal } from './journal.ts';
import type { ControlCall, ControlParts } from './parts.ts';
import { ControlRefusal, refusalAnswer } from './refusal.ts';
import { reset, settle } from './state.ts';
import { getStream } from './stream.ts';
import { advanceTime, getTime, setTimeMode } from './time.ts';
import { createToken } from './tokens.ts';
import { getTrace } from './trace.ts';
import { listWebhooks, resendWebhook } from './webhooks.ts';

type Methods = Readonly<Partial<Record<'GET' | 'POST' | 'DELETE', ControlCall>>>;

const TOKENS = '/control/tokens';

/** Every control call; docs/CONTROL.md describes them. */
const ROUTES: Readonly<Record<string, Methods>> = {
  '/control/time': { GET: getTime },
  '/control/time/advance': { POST: advanceTime },
  '/control/time/mode': { POST: setTimeMode },
  '/control/settle': { POST: settle },
  '/control/reset': { POST: reset },
  '/control/journal': { GET: getJournal },
  '/control/stream': { GET: getStream },
  '/control/connections': { GET: listConnections },
  '/control/webhooks': { GET: listWebhooks },
  '/control/calls': { GET: listCalls },
  '/control/phones': { GET: listPhones, POST: setPhone },
  [TOKENS]: { POST: createToken },
};

const CONNECTION = /^\/control\/connections\/([^/]+)$/;
const RESEND = /^\/control\/webhooks\/([^/]+)\/resend$/;
const CALL = /^\/control\/calls\/([^/]+)$/;
const TRACE = /^\/control\/tasks\/([^/]+)\/trace$/;

/** The surface beside the emulated product: time, state, journal, connections and development tokens. */
export function createControl(parts: ControlParts): HttpEdge {
  return async (request) => {
    const path = requestUrl(request).pathname.replace(/(.)\/$/, '$1');
    const origin = request.headers.get('origin');
    const refused = originRefusal(parts, request, path);
    if (refused !== undefined) return failed(parts, path, refused);
    const run = request.method === 'OPTIONS' && origin !== null ? preflight(path) : call(parts, request, path);
    return shared(await run.catch((error: unknown) => failed(parts, path, error)), origin);
  };
}

async function call(parts: ControlParts, request: Request, path: string): Promise<Response> {
  const { methods, names } = find(path);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const run = methods[method as keyof Methods];
  // What a stream would say has no end to wait for.
  const endless = request.method === 'HEAD' && path === '/control/stream';
  if (run !== undefined && !endless) return run(parts, request, names);
  const allowed = Object.keys(methods).join(', ');
  throw new ControlRefusal('method_not_allowed', `${path} does not answer ${request.method}; use ${allowed}`);
}

function find(path: string): { readonly methods: Methods; readonly names: Readonly<Record<string, string>> } {
  const methods = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (methods !== undefined) return { methods, names: {} };
  const id = CONNECTION.exec(path)?.[1];
  if (id !== undefined) return { methods: { DELETE: cutConnection }, names: { id } };
  const webhook = RESEND.exec(path)?.[1];
  if (webhook !== undefined) return { methods: { POST: resendWebhook }, names: { id: webhook } };
  const sid = CALL.exec(path)?.[1];
  if (sid !== undefined) return { methods: { POST: updateCall }, names: { sid } };
  const taskSid = TRACE.exec(path)?.[1];
  if (taskSid !== undefined) return { methods: { GET: getTrace }, names: { taskSid } };
  throw new ControlRefusal('not_found', `There is no control call ${path}`);
}

function originRefusal({ access }: ControlParts, request: Request, path: string): ControlRefusal | undefined {
  const kind = originKind(access, request);
  if (kind === 'none' || kind === 'own' || kind === 'listed') return undefined;
  if (kind === 'loopback' && path === TOKENS) return undefined;
  const origin = request.headers.get('origin');
  const remedy = origin === 'null' ? 'serve the page over http' : `start the server with --allow-origin ${origin}`;
  return new ControlRefusal('origin_refused', `Pages of origin ${origin} may not make this control call; ${remedy}`);
}

function failed({ log }: ControlParts, path: string, error: unknown): Response {
  const answer = refusalAnswer(error);
  if (answer !== undefined) return answer;
  if (error instanceof HungUp) throw error;
  log.error('A control call failed', { path, error });
  return Response.json({ code: 'internal_error', message: 'The call failed; see the log' }, { status: 500 });
}

async function preflight(path: string): Promise<Response> {
  const { methods } = find(path);
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': Object.keys(methods).join(', '),
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    },
  });
}

function shared(response: Response, origin: string | null): Response {
  response.headers.set('vary', 'origin');
  if (origin !== null) response.headers.set('access-control-allow-origin', origin);
  return response;
}
