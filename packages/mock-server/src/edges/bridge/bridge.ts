import { CLOSE, ERROR_CODES } from '@taskbay/protocol';
import type { EdgeContext, HttpEdge } from '../context.ts';
import { requestUrl } from '../request-url.ts';
import type { SocketEdge } from '../socket.ts';
import { Absences } from './absence.ts';
import { createAccess } from './access.ts';
import { failure, preflight, wrongMethod } from './answers.ts';
import type { ConnectionInfo } from './connection-info.ts';
import { Hub } from './hub.ts';
import { leaveWorker } from './last-lost.ts';
import { postV1 } from './post-v1.ts';
import { postV2 } from './post-v2.ts';
import { type Refused, refuse } from './problem.ts';
import { routeBridge } from './route.ts';
import { Sessions } from './sessions.ts';
import { upgrade } from './upgrade.ts';

/** The event bridge of both generations: `/v1/wschannels` (v2) and `/v1/wschannels/{AccountSid}/{ChannelSid}` (v1). */
export interface Bridge {
  /** Command envelopes (POST) and their preflights. */
  readonly http: HttpEdge;
  /** Upgrade requests. */
  readonly socket: SocketEdge;
  /** Open sockets, oldest first. */
  readonly connections: () => readonly ConnectionInfo[];
  /** Closes one socket, by default as closed by a control call; false when there is no such connection. */
  readonly cut: (id: string, code?: number, reason?: string) => boolean;
  /** Closes every socket, without what a lost connection otherwise brings about. */
  readonly closeAll: (close: { readonly code: number; readonly reason: string }) => void;
  /** Closes every socket with `CLOSE.reset` and forgets what it learned. Called after the runtime was reset. */
  readonly reset: () => void;
  /** Notes when a token minted by the server itself ends, in milliseconds of the server's clock. */
  readonly learn: (token: string, expiresAt: number) => void;
}

/** Stands on the runtime: listens to its batches from now on. */
export function createBridge(context: EdgeContext): Bridge {
  const access = createAccess(context);
  const absences = new Absences(context);
  const sessions = new Sessions(context, {
    opened: (workerSid) => absences.back(workerSid),
    closing: () => hub.sendReady(),
    lastLost: (session) => {
      absences.left(session);
      leaveWorker(context, session).catch((error: unknown) =>
        context.log.error('Leaving a worker failed', { worker: session.workerSid, error: String(error) }),
      );
    },
  });
  const hub = new Hub(context, sessions);
  const parts = { context, access, sessions, hub };

  return {
    http: async (request, host) => {
      const route = routeBridge(request);
      if (route.wire === undefined) return failure(noSuchPath(request).error);
      if (request.method === 'OPTIONS') return preflight();
      if (request.method !== 'POST') return wrongMethod(request.method);
      return route.wire === 'v2' ? postV2(parts, request, host) : postV1(parts, request, host, route.channel);
    },
    socket: async (request) => {
      const route = routeBridge(request);
      if (route.wire === undefined) return { kind: 'refuse', response: failure(noSuchPath(request).error) };
      return upgrade(parts, request, route.wire === 'v1' ? route.channel : undefined);
    },
    connections: () => sessions.list(),
    cut: (id, code = CLOSE.control.code, reason = CLOSE.control.reason) => {
      const session = sessions.find(id);
      session?.close({ code, reason }, 'lost');
      return session !== undefined;
    },
    closeAll: (close) => sessions.closeAll(close),
    reset: () => {
      sessions.closeAll(CLOSE.reset);
      sessions.reset();
      absences.reset();
      hub.reset();
      access.reset();
    },
    learn: (token, expiresAt) => access.learn(token, expiresAt),
  };
}

function noSuchPath(request: Request): Refused {
  const { pathname } = requestUrl(request);
  return refuse(404, ERROR_CODES.notFound, `The requested resource ${pathname} was not found`);
}
