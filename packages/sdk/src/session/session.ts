import { CLOSE, parseJson } from '@taskbay/protocol';
import { type Api, createApi } from '../commands/api.ts';
import type { CallOptions } from '../commands/client.ts';
import { createConnection, type StateChange } from '../connection/connection.ts';
import { type ConnectionState, FINAL_CLOSES, isOpen } from '../connection/machine.ts';
import { TaskbayError } from '../errors.ts';
import type { Notice } from '../host.ts';
import type { Ports } from '../options.ts';
import { passing, retried } from '../retry.ts';
import type { Fact } from '../store/facts.ts';
import { isLive } from '../store/live.ts';
import type { Row } from '../store/records.ts';
import { isNews, prune, put, type Store } from '../store/store.ts';
import { after } from '../timer.ts';
import { abortable, WAITING } from '../wait.ts';
import { type Fields, fieldsOf } from '../wire/fields.ts';
import { decodeFrame } from '../wire/frames.ts';
import { readInit } from '../wire/init.ts';
import type { Identity, Wire } from '../wire/wire.ts';
import type { SessionOwner } from './session-owner.ts';
import { readSnapshot } from './snapshot.ts';
import { isTaken } from './taken.ts';
import { createTokens } from './tokens.ts';

/** Time an open v2 socket has for its `init` frame, in milliseconds. */
const INIT_TIMEOUT_MS = 15_000;
/** How often `getToken` is tried before the token counts as ended. */
const TOKEN_ATTEMPTS = 4;

/** One worker's session: token, connection, first reads and frames, over any number of sockets. */
export interface Session {
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
  let socketToken = '';
  /** Frames that arrived before the first reads were in. */
  let held: Fact[] | undefined;
  let begun = false;
  let last: StateChange | undefined;
  let unheed: (() => void) | undefined;
  /** The token that the server is known to take, or is being asked about. */
  let proved = '';
  /** Whether `getToken` was asked for another token since a socket opened. */
  let asked = false;
  /** Of the socket that awaits its `init`. */
  let initTimer: (() => void) | undefined;
  let wake: (() => void) | undefined;
  let change: Promise<void>;
  const look = () => {
    wake?.();
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
        if (connection.state === 'waiting') move('stopped', 'token_expired');
      },
      /**
       * A v2 server closes the socket when the token ends that opened it: better to change sockets before that. What
       * stopped for want of a token goes on; what stopped for another reason is left to the application, and no pause is
       * cut short.
       */
      renewed(renewed) {
        owner.check(renewed);
        tokens.replace(renewed);
        if (connection.state === 'stopped' && last?.reason === 'token_expired') session.start('token_updated');
        if (connection.state === 'ready' && !wire.v1) move('connecting', 'token_updated');
      },
      failed: owner.failed,
    },
    TOKEN_ATTEMPTS,
  );

  function refused(error: TaskbayError): void {
    owner.failed(error);
    move('stopped', 'refused', error.message);
  }

  function changed(next: StateChange, signal: AbortSignal): void {
    const { state, previous, reason, message, closeCode } = next;
    const closed = isOpen(previous) && !isOpen(state);
    last = next;
    ports.log('info', `connection ${state}: ${message}`);
    if (state === 'waiting' && reason !== 'token_expired') tokens.lost();
    if (closed) held = undefined;
    look();
    if (state === 'starting') opened(signal);
    owner.emit('state', next);
    // A listener may have ended the session meanwhile; then there is nothing left to announce.
    if (state === 'starting' && connection.state === state) owner.emit('connected');
    if (closed) owner.emit('disconnected', { reason, message, closeCode, willReconnect: state !== 'stopped' });
    if (reason === 'connect_failed') owner.failed(new TaskbayError('network', message));
  }

  function opened(signal: AbortSignal): void {
    tokens.offline = asked = false;
    proved = socketToken;
    held = [];
    if (wire.v1) void synchronise(signal);
    else {
      initTimer = after(ports.clock, INIT_TIMEOUT_MS, () => move('waiting', 'start_timeout'));
      signal.addEventListener('abort', initTimer);
    }
  }

  /** What the end of a socket means: another attempt, or none until the application acts. */
  function lost(code: number, reason: string, opened: boolean): void {
    const message = reason || `The socket ${opened ? 'closed' : 'did not open'} (code ${code})`;
    // The server cannot tell a v2 client why it refuses a handshake; an `exp` that has passed says it as well.
    const aged = code === CLOSE.tokenExpired.code || (!opened && (tokens.left(socketToken) ?? 1) <= 0);
    if (aged) void tokens.refused(socketToken, code === CLOSE.tokenExpired.code);
    const stop = tokens.dead ? 'token_expired' : FINAL_CLOSES[code];
    const why = stop ?? (aged ? 'token_expired' : opened ? 'socket_closed' : 'connect_failed');
    move(stop ? 'stopped' : 'waiting', why, message, code);
    if (why === 'connect_failed' && socketToken !== proved) void prove(socketToken);
  }

  /** Asks whether it was the token's fault that no socket opened. */
  async function prove(tried: string): Promise<void> {
    proved = tried;
    const taken = await isTaken(session.api, tried, session.identity);
    if (taken === true) return;
    if (taken && !isOpen(connection.state) && tried === tokens.current) {
      if (ports.getToken && !asked) {
        asked = true;
        await tokens.refused(tried);
        if (!tokens.dead) return;
      }
      refused(taken);
    }
    proved = '';
  }

  /** A blank frame says only that the server is there. */
  function received(data: unknown, signal: AbortSignal): void {
    const text = String(data).trim();
    try {
      if (text) event(fieldsOf(parseJson(text), 'frame'), signal);
    } catch (error) {
      owner.failed(error as TaskbayError);
    }
  }

  function event({ event_type, payload }: Fields, signal: AbortSignal): void {
    const type = String(event_type);
    ports.log('debug', type);
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
    const { identity, lifetimeMs } = readInit(payload);
    initTimer();
    initTimer = undefined;
    if (socketToken === tokens.current) tokens.lasts(lifetimeMs);
    session.identity = identity;
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
      // A newer token may have come meanwhile.
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

  const connection = createConnection(ports, wire.v1 ? 60_000 : 30_000, {
    socketUrl() {
      socketToken = tokens.current;
      return wire.socketUrl(socketToken);
    },
    lost,
    changed,
    received,
    refused,
  });
  const { move } = connection;

  function heed(notice: Notice): void {
    if (notice.endsWith('line')) tokens.offline = notice === 'offline';
    if (notice === 'offline') move('waiting', 'offline');
    else {
      connection.check();
      if (connection.state === 'waiting') move('connecting', 'online');
    }
  }

  const session: Session = {
    api: createApi(
      wire,
      ports,
      tokens,
      async (options) => session.identity ?? session.until(options, () => session.identity),
    ),
    identity: wire.identity,
    state: () => connection.state,
    until: (options, found) =>
      abortable(ports, WAITING, [options?.signal], async (over) => {
        await undefined;
        for (;;) {
          const value = found();
          if (value) return value;
          if (connection.state === 'stopped') {
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
      if (connection.state !== 'ready') move('connecting', reason);
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
