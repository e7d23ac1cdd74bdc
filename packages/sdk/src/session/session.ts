import { CLOSE, parseJson } from '@taskbay/protocol';
import { Api } from '../commands/api.ts';
import { type CallOptions, type Channel, createChannel } from '../commands/client.ts';
import { Connection, type ConnectionOwner, type StateChange } from '../connection/connection.ts';
import { isOpen } from '../connection/machine.ts';
import { TaskbayError } from '../errors.ts';
import type { Notice } from '../host.ts';
import type { Ports } from '../options.ts';
import { passing, retried } from '../retry.ts';
import { type Change, putChange } from '../store/changes.ts';
import { isLive, type Store } from '../store/store.ts';
import { createTimer, type Timer } from '../timer.ts';
import { abortable, WAITING } from '../wait.ts';
import { decodeInit } from '../wire/decode.ts';
import { type Fields, fieldsOf } from '../wire/fields.ts';
import { decodeFrame } from '../wire/frames.ts';
import type { Identity, Wire } from '../wire/wire.ts';
import { missedFacts, summaryOf } from './resync.ts';
import type { Disconnection, Resync } from './session-event.ts';
import { readSnapshot } from './snapshot.ts';
import { createTokenProof, type TokenProofOwner } from './token-proof.ts';
import { type TokenOwner, Tokens } from './tokens.ts';

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
  /** Throws `usage` for a token that cannot take the place of the present one. */
  check(token: string): void;
}

/** One worker's session: token, connection, first reads and frames, over any number of sockets. */
export class Session implements ConnectionOwner, TokenOwner, TokenProofOwner {
  declare readonly wire: Wire;
  declare readonly channel: Channel;
  declare readonly api: Api;
  declare readonly failed: (error: TaskbayError) => void;
  /** Whose session this is: known at once on v1, with the first `init` on v2. */
  declare identity: Identity | undefined;
  readonly #ports: Ports;
  readonly #store: Store;
  readonly #owner: SessionOwner;
  readonly #tokens: Tokens;
  readonly #proof: ReturnType<typeof createTokenProof>;
  readonly #connection: Connection;
  readonly #initTimer: Timer;
  /** Of those who wait for something: called at every change, to look whether it is there. */
  readonly #waiting = new Set<() => void>();
  #socketToken = '';
  /** Aborted when the present socket is gone. */
  #open = new AbortController();
  /** Frames that arrived before the first reads were in. */
  #held: Change[] | undefined;
  #begun = false;
  #last: StateChange | undefined;
  #unheed: (() => void) | undefined;

  constructor(wire: Wire, token: string, ports: Ports, store: Store, owner: SessionOwner) {
    this.wire = wire;
    this.identity = wire.identity;
    this.failed = owner.failed;
    this.#ports = ports;
    this.#store = store;
    this.#owner = owner;
    this.#initTimer = createTimer(ports.clock);
    this.#tokens = new Tokens(token, ports, this, TOKEN_ATTEMPTS);
    this.#proof = createTokenProof(this, this.#tokens, ports);
    this.channel = createChannel(wire, ports, this.#tokens);
    this.api = new Api(wire, this.channel, (options) => this.identify(options));
    this.#connection = new Connection(ports, wire.silenceMs, this);
    // On v2 the server says how long the token lasts; on v1 only the token does.
    const left = wire.generation === 'v1' && this.#tokens.left(token);
    if (left) this.#tokens.lasts(left);
  }

  get state(): StateChange['state'] {
    return this.#connection.state;
  }

  async identify(options: CallOptions | undefined): Promise<Identity> {
    return this.identity ?? this.until(options, () => this.identity);
  }

  /** Waits until something is found; rejects with `disconnected` when the session stops before, or has stopped. */
  until<T>(options: CallOptions | undefined, found: () => T | undefined): Promise<T> {
    return abortable(this.#ports, WAITING, [options?.signal], (over) => {
      return new Promise((resolve, reject) => {
        const look = () => {
          const value = found();
          if (value) resolve(value);
          else if (this.state === 'stopped') {
            reject(new TaskbayError('disconnected', `${WAITING} was given up: ${this.#last?.message}`));
          }
        };
        this.#waiting.add(look);
        over.addEventListener('abort', () => this.#waiting.delete(look));
        void Promise.resolve().then(look);
      });
    });
  }

  /** Opens the session unless it is open; throws `token_expired` when only another token could. */
  start(reason: 'started' | 'token_updated'): void {
    if (this.#tokens.dead) throw new TaskbayError('token_expired', 'The token has ended');
    this.#tokens.open();
    this.#unheed ??= this.#ports.notices((notice) => this.#heed(notice));
    this.#connection.feed('start', reason);
  }

  /** Uses the token from now on: for requests at once, for the socket when one is opened next. */
  updateToken(token: string): void {
    this.#owner.check(token);
    this.#tokens.replace(token);
    this.start('token_updated');
  }

  stop(): void {
    this.#tokens.close();
    this.#unheed?.();
    this.#unheed = undefined;
    this.#connection.feed('halt', 'disconnect_called');
  }

  socketUrl(): string {
    this.#socketToken = this.#tokens.current;
    return this.wire.socketUrl(this.#socketToken);
  }

  /** What the end of a socket means: another attempt, or none until the application acts. */
  lost(opened: boolean, code: number, reason: string): void {
    const tokens = this.#tokens;
    const message = reason || `The socket ${opened ? 'closed' : 'did not open'} (code ${code})`;
    // The server cannot tell a v2 client why it refuses a handshake; an `exp` that has passed says it as well.
    const aged = code === CLOSE.tokenExpired.code || (!opened && (tokens.left(this.#socketToken) ?? 1) <= 0);
    if (aged) void tokens.refused(this.#socketToken, code === CLOSE.tokenExpired.code);
    const feed = (input: 'lost' | 'halt', why: StateChange['reason']) =>
      this.#connection.feed(input, why, message, code);
    if (tokens.dead) feed('halt', 'token_expired');
    else if (code === CLOSE.workerDeleted.code) feed('halt', 'worker_deleted');
    else if (code === CLOSE.replaced.code) feed('halt', 'session_replaced');
    else {
      feed('lost', aged ? 'token_expired' : opened ? 'socket_closed' : 'connect_failed');
      if (!aged && !opened) this.#proof(this.#socketToken, false);
    }
  }

  changed(change: StateChange): void {
    const { state, previous, reason, message, closeCode } = change;
    const closed = isOpen(previous) && !isOpen(state);
    this.#last = change;
    this.#ports.log('info', `connection ${state}: ${message}`);
    if (state === 'waiting' && reason !== 'token_expired') this.#tokens.lost();
    if (closed) {
      this.#initTimer.stop();
      this.#open.abort();
      this.#held = undefined;
    }
    this.#look();
    if (state === 'starting') this.#socketOpened();
    this.#owner.emit('state', change);
    // A listener may have ended the session meanwhile; then there is nothing left to announce.
    if (state === 'starting' && this.state === state) this.#owner.emit('connected');
    if (closed) this.#owner.emit('disconnected', { reason, message, closeCode, willReconnect: state !== 'stopped' });
    if (reason === 'connect_failed') this.failed(new TaskbayError('network', message));
  }

  /** A blank frame says only that the server is there. */
  received(data: unknown): void {
    const text = String(data).trim();
    try {
      if (text) this.#event(fieldsOf(parseJson(text), 'frame'));
    } catch (error) {
      this.failed(error as TaskbayError);
    }
  }

  refused(error: TaskbayError): void {
    this.failed(error);
    this.#connection.feed('halt', 'refused', error.message);
  }

  /**
   * A v2 server closes the socket when the token ends that opened it: better to change sockets before that. What stopped
   * for want of a token goes on; what stopped for another reason is left to the application, and no pause is cut short.
   */
  renewed(token: string): void {
    this.#owner.check(token);
    this.#tokens.replace(token);
    if (this.state === 'stopped' && this.#last?.reason === 'token_expired') this.start('token_updated');
    if (this.wire.generation === 'v2') this.#connection.feed('renew', 'token_updated');
  }

  ended(): void {
    this.#owner.emit('token.expired');
    // Waiting for the next attempt makes no sense any more; an open socket is left to the server to close.
    if (this.state === 'waiting') this.#connection.feed('halt', 'token_expired');
  }

  #look(): void {
    for (const look of this.#waiting) look();
  }

  #socketOpened(): void {
    this.#tokens.offline = false;
    this.#proof(this.#socketToken, true);
    this.#open = new AbortController();
    this.#held = [];
    if (this.wire.generation === 'v1') void this.#synchronise();
    else this.#initTimer.set(INIT_TIMEOUT_MS, () => this.#connection.feed('lost', 'start_timeout'));
  }

  #event({ event_type, payload }: Fields): void {
    const type = String(event_type);
    this.#ports.log('debug', type);
    if (type === 'init') this.#init(payload);
    else if (type === 'tokenExpired') void this.#tokens.refused(this.#socketToken);
    else {
      const change = this.identity && decodeFrame(type, payload, this.identity);
      if (change && this.#held) this.#held.push(change);
      else if (change) {
        this.#apply(change);
        this.#store.prune();
      }
    }
  }

  /** Awaited on v2 only, and once on each socket. */
  #init(payload: unknown): void {
    if (!this.#initTimer.running()) return;
    const { tokenLifetime, ...identity } = decodeInit(payload);
    this.#initTimer.stop();
    if (this.#socketToken === this.#tokens.current) this.#tokens.lasts(tokenLifetime);
    this.identity = identity;
    this.#look();
    void this.#synchronise();
  }

  /** Brings the store in step with the server over the socket that was opened. Frames are held until the reads are in. */
  async #synchronise(): Promise<void> {
    const store = this.#store;
    const owner = this.#owner;
    const { signal } = this.#open;
    store.mark();
    try {
      const read = (over: AbortSignal) => readSnapshot(this.api, store, over);
      const enter = await retried('Starting', read, passing(), this.#ports, signal);
      if (signal.aborted) return;
      enter();
      const unlessOver = (step: () => void) => signal.aborted || step();
      const again = this.#begun;
      this.#begun = true;
      this.#connection.feed('synchronised', 'synchronised');
      unlessOver(() => owner.ready());
      if (again) {
        for (const fact of missedFacts(store)) unlessOver(() => owner.told(fact));
        unlessOver(() => owner.emit('resynced', summaryOf(store)));
      }
      if (signal.aborted) return;
      const held = this.#held ?? [];
      this.#held = undefined;
      for (const change of held) unlessOver(() => this.#apply(change));
      // Not before: what held frames say of an object is measured by what was told of it.
      store.prune();
    } catch (cause) {
      const error = cause as TaskbayError;
      if (signal.aborted) return;
      if (error.code !== 'token_expired') this.refused(error);
      // A newer token may have come while the reads with the old one were under way.
      else this.#connection.feed(this.#tokens.dead ? 'halt' : 'lost', 'token_expired');
    }
  }

  #apply(change: Change): void {
    const store = this.#store;
    // Made and ended while nobody listened: the application is not told of the end of what it never met.
    if (change.kind === 'reservation' && !isLive(change.record) && !store.cell(change.record.sid)) return;
    if (putChange(store, change)) this.#owner.told(change);
  }

  #heed(notice: Notice): void {
    if (notice !== 'visible') this.#tokens.offline = notice === 'offline';
    if (notice === 'offline') {
      this.#connection.feed('lost', 'offline');
      return;
    }
    this.#connection.check();
    if (this.state === 'waiting') this.#connection.feed('start', 'online');
  }
}
