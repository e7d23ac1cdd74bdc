import { CLOSE, isObject, parseJson } from '@taskbay/protocol';
import { type Api, createApi } from '../commands/api.ts';
import type { CallOptions } from '../commands/client.ts';
import { type ConnectionState, isOpen, mayFollow, type StateChange, type StateReason } from '../connection/machine.ts';
import { backoffDelay } from '../connection/policy.ts';
import { watchSilence } from '../connection/silence.ts';
import { openSocket } from '../connection/socket.ts';
import { TaskbayError } from '../errors.ts';
import { asTaskbayError } from '../wrap-error.ts';
import type { Notice } from '../host.ts';
import type { Ports } from '../options.ts';
import { passing, retried } from '../retry.ts';
import type { Fact } from '../store/facts.ts';
import { isLive } from '../store/live.ts';
import type { Row } from '../store/records.ts';
import { isNews, prune, put, type Store } from '../store/store.ts';
import { after } from '../timer.ts';
import { abortable, WAITING } from '../wait.ts';
import { type Fields, fieldsOf, unreadable } from '../wire/fields.ts';
import { decodeFrame } from '../wire/frames.ts';
import type { Identity, Wire } from '../wire/wire.ts';
import type { Disconnection, Resync } from './session-event.ts';
import { readSnapshot } from './snapshot.ts';
import { readToken } from './token-claims.ts';
import { createTokens } from './tokens.ts';

/** Time an open v2 socket has for its `init` frame, in milliseconds. */
const INIT_TIMEOUT_MS = 15_000;
/** How often `getToken` is tried before the token counts as ended. */
const TOKEN_ATTEMPTS = 4;
/** Code and status: the token may not, or its worker is gone. One that has ended is dealt with where it is sent. */
const REFUSED = /refused40[134]/;
const NOT_FOUND = 404;

interface Init {
  readonly account_sid: string;
  readonly workspace_sid: string;
  readonly channel_id: string;
  readonly token_lifetime: number | string;
}

/** What a session tells the worker that stands on it. */
export interface SessionOwner {
  emit(name: 'connected' | 'token.expired'): void;
  emit(name: 'state', change: StateChange): void;
  emit(name: 'disconnected', disconnection: Disconnection): void;
  emit(name: 'resynced', resync: Resync): void;
  ready(): void;
  told(fact: Fact): void;
  failed(error: TaskbayError): void;
  /** Throws `usage` for a token that cannot take the place of the present one. */
  check(token: string): void;
}

/** One worker's session: token, connection, first reads and frames, over any number of sockets. */
export interface Session {
  readonly wire: Wire;
  readonly api: Api;
  /** Whose session this is: known at once on v1, with the first `init` on v2. */
  identity: Identity | undefined;
  readonly state: () => ConnectionState;
  /** Waits until something is found; rejects with `disconnected` when the session stops before, or has stopped. */
  until<T>(options: CallOptions | undefined, found: () => T | undefined): Promise<T>;
  /** Opens the session unless it is open; throws `token_expired` when only another token could. */
  start(reason: 'started' | 'token_updated'): void;
  /** Uses the token from now on: for requests at once, for the socket when one is opened next. */
  updateToken(token: string): void;
  stop(): void;
}

export function createSession(wire: Wire, token: string, ports: Ports, store: Store, owner: SessionOwner): Session {
  let state: ConnectionState = 'idle';
  let failures = 0;
  /** Of what the present state began: aborted when its socket, or its pause, is over. */
  let life = new AbortController();
  let silence: ReturnType<typeof watchSilence> | undefined;
  let socketToken = '';
  /** Frames that arrived before the first reads were in. */
  let held: Fact[] | undefined;
  let begun = false;
  let last: StateChange | undefined;
  let unheed: (() => void) | undefined;
  /** The token that the server is known to take. */
  let proved = '';
  /** Whether `getToken` was asked for another token since a socket opened. */
  let asked = false;
  /** Of the socket that awaits its `init`. */
  let initTimer: (() => void) | undefined;
  let wake = () => {};
  let change: Promise<void>;
  const look = () => {
    wake();
    change = new Promise((resolve) => {
      wake = resolve;
    });
  };
  look();

  const tokens = createTokens(
    token,
    ports,
    {
      ended() {
        owner.emit('token.expired');
        // Waiting for the next attempt makes no sense any more; an open socket is left to the server to close.
        if (state === 'waiting') move('stopped', 'token_expired');
      },
      /**
       * A v2 server closes the socket when the token ends that opened it: better to change sockets before that. What
       * stopped for want of a token goes on; what stopped for another reason is left to the application, and no pause is
       * cut short.
       */
      renewed(renewed) {
        owner.check(renewed);
        tokens.replace(renewed);
        if (state === 'stopped' && last?.reason === 'token_expired') session.start('token_updated');
        if (state === 'ready' && !wire.v1) move('connecting', 'token_updated');
      },
      failed: owner.failed,
    },
    TOKEN_ATTEMPTS,
  );

  function refused(error: TaskbayError): void {
    owner.failed(error);
    move('stopped', 'refused', error.message);
  }

  /** Goes to a state; does nothing when the present one does not lead there. `message`: what happened, where there is more to say than the reason does. */
  function move(
    next: ConnectionState,
    reason: StateReason,
    message = reason.replace('_', ' '),
    closeCode?: number,
  ): void {
    const previous = state;
    const closed = isOpen(previous) && !isOpen(next);
    if (!mayFollow(previous, next)) return;
    state = next;
    if (next === 'ready' || previous === 'stopped') failures = 0;
    if (!isOpen(next)) {
      life.abort(next);
      life = new AbortController();
      silence = held = undefined;
    }
    const { signal } = life;
    let retryInMs: number | undefined;
    if (next === 'waiting') {
      if (reason !== 'token_expired') tokens.lost();
      retryInMs = backoffDelay(++failures, ports.random);
      signal.addEventListener(
        'abort',
        after(ports.clock, retryInMs, () => move('connecting', 'retry')),
      );
    }
    last = { state, previous, reason, message, closeCode, retryInMs };
    if (next === 'connecting') void open(signal);
    look();
    if (next === 'starting') {
      tokens.offline = asked = false;
      proved = socketToken;
      held = [];
      if (wire.v1) void synchronise(signal);
      else {
        initTimer = after(ports.clock, INIT_TIMEOUT_MS, () => move('waiting', 'start_timeout'));
        signal.addEventListener('abort', initTimer);
      }
    }
    owner.emit('state', last);
    // A listener may have ended the session meanwhile; then there is nothing left to announce.
    if (next === 'starting' && state === next) owner.emit('connected');
    if (closed) owner.emit('disconnected', { reason, message, closeCode, willReconnect: next !== 'stopped' });
    if (reason === 'connect_failed') owner.failed(new TaskbayError('network', message));
  }

  async function open(signal: AbortSignal): Promise<void> {
    const { clock, hostClock } = ports;
    const watch = watchSilence(clock.keepAlive ? hostClock : clock, wire.v1 ? 60_000 : 30_000, () =>
      move('waiting', 'heartbeat_lost'),
    );
    silence = watch;
    signal.addEventListener('abort', watch.stop);
    try {
      const WebSocket = await ports.find('WebSocket');
      if (signal.aborted) return;
      const release = openSocket(WebSocket, wire.socketUrl((socketToken = tokens.current)), {
        opened() {
          watch.heard();
          move('starting', 'socket_opened');
        },
        received(data) {
          watch.heard();
          // A blank frame says only that the server is there.
          const text = String(data).trim();
          try {
            if (text) event(fieldsOf(parseJson(text), 'frame'), signal);
          } catch (error) {
            owner.failed(error as TaskbayError);
          }
        },
        closed: lost,
      });
      // Of a socket that was lost nobody is there to say goodbye to.
      signal.addEventListener('abort', () => release(signal.reason === 'waiting'));
    } catch (cause) {
      if (!signal.aborted) refused(asTaskbayError(cause, 'usage', 'The socket cannot be opened'));
    }
  }

  /** What the end of a socket means: another attempt, or none until the application acts. */
  function lost(code: number, reason: string, opened: boolean): void {
    const message = reason || `The socket ${opened ? 'closed' : 'did not open'} (code ${code})`;
    // The server cannot tell a v2 client why it refuses a handshake; an `exp` that has passed says it as well.
    const aged = code === CLOSE.tokenExpired.code || (!opened && (tokens.left(socketToken) ?? 1) <= 0);
    if (aged) void tokens.refused(socketToken, code === CLOSE.tokenExpired.code);
    const stop: StateReason | undefined = tokens.dead
      ? 'token_expired'
      : code === CLOSE.workerDeleted.code
        ? 'worker_deleted'
        : code === CLOSE.replaced.code
          ? 'session_replaced'
          : undefined;
    const why = stop ?? (aged ? 'token_expired' : opened ? 'socket_closed' : 'connect_failed');
    move(stop ? 'stopped' : 'waiting', why, message, code);
    if (why === 'connect_failed' && socketToken !== proved) void prove(socketToken);
  }

  /**
   * Browsers do not tell why a handshake failed: whether it was the token's fault is asked over HTTP. Proxies refuse with
   * pages of their own, which say nothing of the token.
   */
  async function prove(tried: string): Promise<void> {
    const { workspaceSid, workerSid } = session.identity ?? readToken(tried, undefined);
    // What a token may read that cannot be read is not known: only whether it is one is asked, so nothing need be found.
    const path = workerSid ? `Workspaces/${workspaceSid}/Workers/${workerSid}` : 'Workspaces';
    try {
      await session.api.client.request({ method: 'GET', path });
      proved = tried;
    } catch (cause) {
      const error = cause as TaskbayError;
      const said = REFUSED.test(error.code + error.status) && isObject(error.body);
      const unfound = !workerSid && error.status === NOT_FOUND;
      if (unfound) proved = tried;
      if (!said || unfound || isOpen(state) || tried !== tokens.current) return;
      if (ports.getToken && !asked) {
        asked = true;
        await tokens.refused(tried);
        if (!tokens.dead) return;
      }
      refused(error);
    }
  }

  function event({ event_type, payload }: Fields, signal: AbortSignal): void {
    const type = String(event_type);
    if (type === 'init') init(payload, signal);
    else if (type === 'tokenExpired') void tokens.refused(socketToken);
    else {
      const found = session.identity && decodeFrame(type, payload, session.identity.workerSid);
      if (found && held) held.push(found);
      else if (found) {
        apply(found);
        prune(store);
      }
    }
  }

  /** Awaited on v2 only, and once on each socket. */
  function init(payload: unknown, signal: AbortSignal): void {
    if (!initTimer) return;
    // Whose session it is, and how many milliseconds its token has left.
    const { account_sid, workspace_sid, channel_id, token_lifetime } = fieldsOf(payload, 'init') as unknown as Init;
    if (!channel_id) throw unreadable('channel_id of init', payload);
    initTimer();
    initTimer = undefined;
    if (socketToken === tokens.current) tokens.lasts(Number(token_lifetime));
    session.identity = { accountSid: account_sid, workspaceSid: workspace_sid, workerSid: channel_id };
    look();
    void synchronise(signal);
  }

  /** Brings the store in step with the server over the socket that was opened. Frames are held until the reads are in. */
  async function synchronise(signal: AbortSignal): Promise<void> {
    try {
      const read = (over: AbortSignal) => readSnapshot(session.api, store, over);
      const enter = await retried('Starting', read, passing(), ports, signal);
      if (signal.aborted) return;
      const { facts, resync } = enter();
      const unlessOver = (step: () => void) => signal.aborted || step();
      const again = begun;
      begun = true;
      move('ready', 'synchronised');
      unlessOver(() => owner.ready());
      if (again) {
        for (const fact of facts) unlessOver(() => tell(fact));
        unlessOver(() => owner.emit('resynced', resync));
      }
      if (signal.aborted) return;
      const waiting = held ?? [];
      held = undefined;
      for (const one of waiting) unlessOver(() => apply(one));
      // Not before: what held frames say of an object is measured by what was told of it.
      prune(store);
    } catch (cause) {
      const error = cause as TaskbayError;
      if (signal.aborted) return;
      if (error.code !== 'token_expired') refused(error);
      // A newer token may have come while the reads with the old one were under way.
      else move(tokens.dead ? 'stopped' : 'waiting', 'token_expired');
    }
  }

  function apply(fact: Fact): void {
    const { sid = '', status } = fact.row as Partial<Row>;
    // Made and ended while nobody listened: the application is not told of the end of what it never met.
    if (sid.startsWith('WR') && !isLive({ status }) && !store.known.has(sid)) return;
    for (const row of fact.rows) put(store, row, true);
    tell(fact);
  }

  function tell(fact: Fact): void {
    if (isNews(store, fact)) owner.told(fact);
  }

  function heed(notice: Notice): void {
    if (notice.endsWith('line')) tokens.offline = notice === 'offline';
    if (notice === 'offline') return move('waiting', 'offline');
    silence?.check();
    if (state === 'waiting') move('connecting', 'online');
  }

  const session: Session = {
    wire,
    api: createApi(
      wire,
      ports,
      tokens,
      async (options) => session.identity ?? session.until(options, () => session.identity),
    ),
    identity: wire.identity,
    state: () => state,
    until: (options, found) =>
      abortable(ports, WAITING, [options?.signal], async (over) => {
        await undefined;
        for (;;) {
          const value = found();
          if (value) return value;
          if (state === 'stopped') {
            throw new TaskbayError('disconnected', `${WAITING} was given up: ${last?.message}`);
          }
          await change;
          if (over.aborted) throw over.reason;
        }
      }),
    start(reason) {
      if (tokens.dead) throw new TaskbayError('token_expired', 'The token has ended');
      tokens.open();
      unheed ??= ports.notices(heed);
      if (state !== 'ready') move('connecting', reason);
    },
    updateToken(next) {
      owner.check(next);
      tokens.replace(next);
      session.start('token_updated');
    },
    stop() {
      tokens.close();
      unheed?.();
      unheed = undefined;
      move('stopped', 'disconnect_called');
    },
  };
  // On v2 the server says how long the token lasts; on v1 only the token does.
  const left = wire.v1 && tokens.left(token);
  if (left) tokens.lasts(left);
  return session;
}
