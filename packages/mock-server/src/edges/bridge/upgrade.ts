import { BRIDGE_PATH, CLOSE, type InitPayload, parseConnectQuery, serializeFrame } from '@taskbay/protocol';
import type { EdgeContext } from '../context.ts';
import { requestUrl } from '../request-url.ts';
import type { ServerSocket, SocketEvents, Upgrade } from '../socket.ts';
import type { Access } from './access.ts';
import { failure } from './answers.ts';
import type { Identity } from './identity.ts';
import { refuseByChannel } from './policies.ts';
import { forbid, type Refused } from './problem.ts';
import { type Channel, originOf } from './route.ts';
import type { Session, SessionFacts } from './session.ts';
import type { Sessions } from './sessions.ts';

interface Parts {
  readonly context: EdgeContext;
  readonly access: Access;
  readonly sessions: Sessions;
}

/** Answers an upgrade request on the bridge's path, or on a v1 channel's. */
export async function upgrade(
  { context, access, sessions }: Parts,
  request: Request,
  channel: Channel | undefined,
): Promise<Upgrade> {
  const { runtime } = context;
  const url = requestUrl(request);
  const query = parseConnectQuery(url.searchParams);
  const admitted =
    channel === undefined ? await admitV2(access, query.token) : await admitV1(access, query.token, channel);
  if (!admitted.ok) return { kind: 'refuse', response: failure(admitted.error) };
  const { identity } = admitted;
  const lastOrdinal = await runtime.read(identity.workspaceSid, (state) => state.counters.ordinal);
  const facts: Omit<SessionFacts, 'id' | 'since'> = {
    identity,
    path: channel === undefined ? BRIDGE_PATH : url.pathname,
    origin: originOf(request),
    clientVersion: query.clientVersion ?? null,
    disconnectActivitySid: identity.wire === 'v1' ? query.disconnectActivitySid : undefined,
    offlineWhenGone: identity.wire === 'v2' && query.setWorkerOfflineIfDisconnected !== false,
    lastOrdinal: lastOrdinal ?? 0,
  };
  return {
    kind: 'accept',
    open: (socket) => {
      const session = open(context, sessions, facts, socket);
      if (query.closeExistingSessions) {
        for (const other of sessions.replacedBy(session)) other.close(CLOSE.replaced);
      }
      return eventsOf(session);
    },
  };
}

type Admitted = { readonly ok: true; readonly identity: Identity } | Refused;

async function admitV2(access: Access, token: string): Promise<Admitted> {
  const admitted = await access.accessToken(token);
  if (!admitted.ok || admitted.identity.workerSid !== undefined) return admitted;
  return forbid('A socket is a worker’s: the token has no grants.task_router.worker_sid');
}

async function admitV1(access: Access, token: string, channel: Channel): Promise<Admitted> {
  const admitted = await access.capabilityToken(token, channel);
  if (!admitted.ok) return admitted;
  return refuseByChannel(admitted.identity, channel.origin, 'GET') ?? admitted;
}

function open(
  context: EdgeContext,
  sessions: Sessions,
  facts: Omit<SessionFacts, 'id' | 'since'>,
  socket: ServerSocket,
): Session {
  const { runtime } = context;
  const { identity } = facts;
  const session = sessions.open(facts, socket);
  if (identity.wire === 'v1' || identity.workerSid === undefined) return session;
  const left = Math.max(0, identity.expiresAt - runtime.clock.now());
  const init: InitPayload = {
    channel_id: identity.workerSid,
    account_sid: identity.accountSid,
    workspace_sid: identity.workspaceSid,
    token_lifetime: Math.floor(left),
  };
  session.send(serializeFrame('init', init));
  session.onEnd(runtime.setTimer(left, 'token expiry', identity.workerSid, () => expire(context, session)));
  return session;
}

/** On a manual clock the client's own timer, which runs on the host's, has not told it yet. */
function expire({ runtime }: EdgeContext, session: Session): void {
  if (runtime.clock.mode === 'manual') session.send(serializeFrame('tokenExpired', {}));
  // The client stays away until it has another token: its connection is lost, not taken from it.
  session.close(CLOSE.tokenExpired, 'lost');
}

function eventsOf(session: Session): SocketEvents {
  return {
    // Clients of both wires only listen; what one sends all the same means nothing.
    message: () => undefined,
    closed: () => session.closed(),
  };
}
