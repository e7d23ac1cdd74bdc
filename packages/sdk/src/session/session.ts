import { CLOSE, parseFrame } from '@taskbay/protocol';
import { Api } from '../commands/api.ts';
import { type Channel, createChannel } from '../commands/client.ts';
import { Connection, type StateChange } from '../connection/connection.ts';
import { asTaskbayError, TaskbayError } from '../errors.ts';
import type { Notice } from '../host.ts';
import type { Ports } from '../options.ts';
import { isPassing, retried } from '../retry.ts';
import { type Change, isNews, putChange } from '../store/changes.ts';
import { Ledger } from '../store/ledger.ts';
import { isLive, Store } from '../store/store.ts';
import { createTimer, type Timer } from '../timer.ts';
import { decodeInit } from '../wire/decode.ts';
import { decodeFrame } from '../wire/frames.ts';
import type { Identity, Wire } from '../wire/wire.ts';
import { Identification } from './identification.ts';
import type { Disconnection, Resync } from './session-event.ts';
import { Synchronisation } from './synchronisation.ts';
import { Tokens } from './tokens.ts';

/** Time an open v2 socket has for its `init` frame, in milliseconds. */
const INIT_TIMEOUT_MS = 15_000;
/** How often `getToken` is tried before the token counts as ended. */
const TOKEN_ATTEMPTS = 4;

/** What a session tells the worker that stands on it. */
export interface SessionOwner {
  emit(name: 'connected' | 'token.expired'): void;
  emit(name: 'state', change: StateChange): void;
  emit(name: 'disconnected', disconnection: Disconnection): void;
  emit(name: 'resynced', resync: Resync): void;
  ready(): void;
  told(change: Change): void;
  failed(error: TaskbayError): void;
}

/** One worker's session: token, connection, first reads and frames, over any number of sockets. */
export class Session {
  readonly wire: Wire;
  readonly channel: Channel;
  readonly api: Api;
  readonly #ports: Ports;
  readonly #store: Store;
  /** What frames and first reads said, without answers to commands: an answer's event may get lost with its socket. */
  readonly #told = new Store();
  readonly #owner: SessionOwner;
  readonly #tokens: Tokens;
  readonly #connection: Connection;
  readonly #identification: Identification;
  readonly #initTimer: Timer;
  #ledger = new Ledger();
  #socketToken = '';
  #sync: Synchronisation | undefined;
  #begun = false;
  /** Of the newest change of the connection. */
  #reason: StateChange['reason'] | undefined;
  #unheed: (() => void) | undefined;

  constructor(
    wire: Wire,
    identity: Identity | undefined,
    token: string,
    ports: Ports,
    store: Store,
    owner: SessionOwner,
  ) {
    this.wire = wire;
    this.#ports = ports;
    this.#store = store;
    this.#owner = owner;
    this.#initTimer = createTimer(ports.clock);
    this.#identification = new Identification(identity);
    const tokenOwner = {
      ended: () => this.#tokenEnded(),
      renewed: (renewed: string) => this.#renewed(renewed),
      failed: owner.failed,
    };
    this.#tokens = new Tokens(token, ports, tokenOwner, TOKEN_ATTEMPTS);
    this.channel = createChannel(wire, ports, this.#tokens);
    this.api = new Api(wire, this.channel, (signal) => this.#identification.wait(signal));
    this.#connection = new Connection(ports, wire.heartbeatMs, {
      socketUrl: () => {
        this.#socketToken = this.#tokens.current;
        return wire.socketUrl(this.#socketToken);
      },
      lost: (opened, code, reason) => this.#lost(opened, code, reason),
      changed: (change) => this.#changed(change),
      received: (data) => this.#received(data),
      failed: owner.failed,
    });
    // On v2 the server says how long the token lasts; on v1 only the token does.
    const left = wire.generation === 'v1' ? this.#tokens.left(token) : undefined;
    if (left !== undefined) this.#tokens.lasts(left);
  }

  get state(): StateChange['state'] {
    return this.#connection.state;
  }

  get identity(): Identity | undefined {
    return this.#identification.identity;
  }

  /** Resolves once it is known whose session this is: at once on v1, with the first `init` on v2. */
  identify(signal: AbortSignal | undefined): Promise<Identity> {
    return this.#identification.wait(signal);
  }

  /** Opens the session unless it is open; throws `token_expired` when only another token could. */
  start(reason: 'started' | 'token_updated'): void {
    if (this.#tokens.dead) throw new TaskbayError('token_expired', 'The token has ended');
    this.channel.open();
    this.#tokens.open();
    this.#unheed ??= this.#ports.notices((notice) => this.#heed(notice));
    this.#connection.feed('start', reason, reason === 'started' ? 'Connecting' : 'A new token was given');
  }

  /** Uses the token from now on: for requests at once, for the socket when one is opened next. */
  updateToken(token: string): void {
    this.#tokens.replace(token);
    this.start('token_updated');
  }

  stop(message: string): void {
    this.#tokens.close();
    this.#unheed?.();
    this.#unheed = undefined;
    this.channel.close();
    this.#connection.feed('halt', 'disconnect_called', message);
    this.#identification.release();
  }

  /** What the end of a socket means: another attempt, or none until the application acts. */
  #lost(opened: boolean, code: number, reason: string): void {
    const tokens = this.#tokens;
    const message = reason || `The socket ${opened ? 'closed' : 'did not open'} (code ${code})`;
    // The server cannot tell a v2 client why it refuses a handshake; an `exp` that has passed says it as well.
    const refusedForAge = !opened && (tokens.left(this.#socketToken) ?? 1) <= 0;
    if (refusedForAge || code === CLOSE.tokenExpired.code) void tokens.refused(this.#socketToken);
    const feed = (input: 'lost' | 'halt', why: StateChange['reason']) =>
      this.#connection.feed(input, why, message, code);
    if (tokens.dead) feed('halt', 'token_expired');
    else if (code === CLOSE.workerDeleted.code) feed('halt', 'worker_deleted');
    else if (code === CLOSE.replaced.code) feed('halt', 'session_replaced');
    else feed('lost', opened ? 'socket_closed' : 'connect_failed');
  }

  #changed(change: StateChange): void {
    const { state, previous, reason, message, closeCode } = change;
    const wasOpen = isOpen(previous);
    this.#reason = reason;
    this.#ports.log.info(`connection ${state}`, { reason, message });
    if (wasOpen && !isOpen(state)) {
      this.#initTimer.stop();
      this.#sync?.giveUp();
      this.#sync = undefined;
    }
    if (state === 'stopped') this.#identification.release();
    if (state === 'starting') this.#socketOpened();
    this.#owner.emit('state', change);
    // A listener may have ended the session meanwhile; then there is nothing left to announce.
    if (state === 'starting' && this.state === state) this.#owner.emit('connected');
    if (wasOpen && !isOpen(state)) {
      this.#owner.emit('disconnected', { reason, message, closeCode, willReconnect: state !== 'stopped' });
    }
    if (reason === 'connect_failed') this.#owner.failed(new TaskbayError('network', `Connecting failed: ${message}`));
  }

  #socketOpened(): void {
    this.#sync = new Synchronisation(this.#store, this.#told);
    if (this.wire.generation === 'v1') {
      void this.#synchronise(this.#sync);
      return;
    }
    this.#initTimer.set(INIT_TIMEOUT_MS, () =>
      this.#connection.feed('lost', 'start_timeout', `The server sent no init frame for ${INIT_TIMEOUT_MS / 1000} s`),
    );
  }

  #received(data: unknown): void {
    try {
      if (typeof data !== 'string') throw new TaskbayError('protocol', 'A binary frame arrived; it was left out');
      const frame = parseFrame(data);
      if (frame.kind === 'malformed') throw new TaskbayError('protocol', 'A frame is no event', { body: data });
      if (frame.kind === 'event') this.#event(frame.type, frame.payload);
    } catch (cause) {
      this.#owner.failed(asTaskbayError(cause, 'protocol', 'A frame could not be read'));
    }
  }

  #event(type: string, payload: unknown): void {
    this.#ports.log.debug('frame', { type });
    const { generation } = this.wire;
    if (type === 'init' && generation === 'v2') this.#init(payload);
    else if (type === 'tokenExpired') void this.#tokens.refused(this.#socketToken);
    else if (this.identity !== undefined) {
      const change = decodeFrame(type, payload, this.identity, generation);
      if (change !== undefined && this.#sync?.hold(change) !== true) this.#apply(change);
    }
  }

  #init(payload: unknown): void {
    const sync = this.#sync;
    if (sync === undefined || sync.begun) return;
    const { tokenLifetime, ...identity } = decodeInit(payload);
    this.#initTimer.stop();
    if (this.#socketToken === this.#tokens.current) this.#tokens.lasts(tokenLifetime);
    this.#identification.identity = identity;
    this.#identification.release();
    void this.#synchronise(sync);
  }

  async #synchronise(sync: Synchronisation): Promise<void> {
    const { signal } = sync;
    try {
      const snapshot = await retried('Starting', () => sync.load(this.api), isPassing, this.#ports, signal);
      if (signal.aborted) return;
      if (sync.takeIn(snapshot)) this.#ledger = new Ledger();
      const again = this.#begun;
      this.#begun = true;
      this.#connection.feed('synchronised', 'synchronised', 'In step with the server');
      const unlessOver = (step: () => void) => signal.aborted || step();
      unlessOver(() => this.#owner.ready());
      if (again) {
        for (const fact of sync.missed(this.#ledger)) unlessOver(() => this.#owner.told(fact));
        unlessOver(() => this.#owner.emit('resynced', sync.summary()));
      }
      for (const change of sync.release()) unlessOver(() => this.#apply(change));
    } catch (cause) {
      if (!signal.aborted) this.#refused(asTaskbayError(cause, 'protocol', 'The session could not begin'));
    }
  }

  #refused(error: TaskbayError): void {
    if (error.code === 'token_expired') {
      // A newer token may have come while the reads with the old one were under way.
      const input = this.#tokens.dead ? 'halt' : 'lost';
      this.#connection.feed(input, 'token_expired', 'The server no longer accepts the token');
    } else {
      this.#owner.failed(error);
      this.#connection.feed('halt', 'refused', error.message);
    }
  }

  #apply(change: Change): void {
    // Made and ended while nobody listened: the application is not told of the end of what it never met.
    const { kind } = change;
    const ended = kind === 'reservation' && !isLive(change.record);
    if (ended && [this.#store, this.#told].every((store) => store.cell(change.record.sid) === undefined)) return;
    putChange(this.#store, change);
    putChange(this.#told, change);
    this.#told.prune();
    if (kind === 'failure' || isNews(change, this.#ledger)) this.#owner.told(change);
  }

  /**
   * A v2 server closes the socket when the token ends that opened it: better to change sockets before that. What stopped
   * for want of a token goes on; what stopped for another reason is left to the application, and no pause is cut short.
   */
  #renewed(token: string): void {
    this.#tokens.replace(token);
    if (this.state === 'stopped' && this.#reason === 'token_expired') this.start('token_updated');
    if (this.wire.generation === 'v2') this.#connection.feed('renew', 'token_updated', 'A new token was given');
  }

  #heed(notice: Notice): void {
    if (notice === 'offline') {
      this.#connection.feed('lost', 'offline', 'The platform says it is offline');
      return;
    }
    this.#connection.check();
    if (this.state === 'waiting') this.#connection.feed('start', 'online', 'The platform says it is back');
  }

  #tokenEnded(): void {
    this.#owner.emit('token.expired');
    // Waiting for the next attempt makes no sense any more; an open socket is left to the server to close.
    if (this.state === 'waiting') this.#connection.feed('halt', 'token_expired', 'The token has ended');
  }
}

function isOpen(state: StateChange['state']): boolean {
  return state === 'starting' || state === 'ready';
}
