import { closeAction, type Frame, parseFrame } from '@taskbay/protocol';
import { CommandChannel } from '../commands/client.ts';
import { Connection, type StateChange } from '../connection/connection.ts';
import { afterLoss } from '../connection/policy.ts';
import { asTaskbayError, TaskbayError } from '../errors.ts';
import type { Notice } from '../host.ts';
import type { Ports } from '../options.ts';
import { type Change, factOf, putChange } from '../store/changes.ts';
import { Ledger } from '../store/ledger.ts';
import { isLive, Store } from '../store/store.ts';
import { decodeInit } from '../wire/v2.ts';
import type { Identity, Wire } from '../wire/wire.ts';
import { Identification } from './identification.ts';
import { Reader } from './reader.ts';
import { untilDone } from './retry.ts';
import type { Publish } from './session-event.ts';
import { Synchronisation } from './synchronisation.ts';
import { TokenKeeper } from './token-keeper.ts';

/** Time an open v2 socket has for its `init` frame, in milliseconds. */
const INIT_TIMEOUT_MS = 15_000;

/** One worker's session: token, connection, first reads and frames, over any number of sockets. */
export class Session {
  readonly wire: Wire;
  readonly channel: CommandChannel;
  readonly #ports: Ports;
  readonly #store: Store;
  /** What frames and first reads said, without answers to commands: an answer's event may get lost with its socket. */
  readonly #told = new Store();
  readonly #publish: Publish;
  readonly #tokens: TokenKeeper;
  readonly #connection: Connection;
  #ledger = new Ledger();
  readonly #identification: Identification;
  #socketToken = '';
  #sync: Synchronisation | undefined;
  #initTimer: unknown;
  #begun = false;
  #unheed: (() => void) | undefined;

  constructor(wire: Wire, token: string, ports: Ports, store: Store, publish: Publish) {
    this.wire = wire;
    this.#ports = ports;
    this.#store = store;
    this.#publish = publish;
    this.#identification = new Identification(wire.identity);
    this.#tokens = new TokenKeeper(token, ports, {
      ended: () => this.#tokenEnded(),
      renewed: (renewed) => this.#renewed(renewed),
      failed: (error) => this.#failed(error),
    });
    this.channel = new CommandChannel(
      wire,
      ports,
      () => this.#tokens.token,
      (refused) => this.#tokens.refused(refused),
    );
    this.#connection = new Connection(ports, {
      heartbeatMs: wire.heartbeatMs,
      socketUrl: () => this.#socketUrl(),
      afterLoss: (loss) => this.#afterLoss(loss),
      changed: (change) => this.#changed(change),
      text: (data) => this.#received(parseFrame(data)),
      unreadable: () => this.#failed(new TaskbayError('protocol', 'A binary frame arrived; it was left out')),
      failed: (error) => this.#failed(error),
    });
    // On v2 the server says how long the token lasts; on v1 only the token does.
    const left = wire.generation === 'v1' ? this.#tokens.millisecondsLeft(token) : undefined;
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
    this.#connection.feed({
      kind: 'start',
      reason,
      message: reason === 'started' ? 'Connecting' : 'A new token was given',
    });
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
    this.#connection.feed({ kind: 'halt', reason: 'disconnect_called', message });
    this.#identification.release();
  }

  /** Reads objects of this worker, giving up with the signal. */
  async reader(signal: AbortSignal | undefined): Promise<Reader> {
    return this.#readerFor(await this.identify(signal), signal);
  }

  #readerFor(identity: Identity, signal: AbortSignal | undefined): Reader {
    return new Reader(this.wire, (request, given) => this.channel.send(request, given), identity, signal);
  }

  #socketUrl(): string {
    this.#socketToken = this.#tokens.token;
    return this.wire.socketUrl(this.#socketToken);
  }

  #afterLoss(loss: { opened: boolean; code: number; reason: string }) {
    const current = this.#socketToken === this.#tokens.token;
    // The server cannot tell a v2 client why it refuses a handshake; an `exp` that has passed says it as well.
    const refusedForAge = !loss.opened && (this.#tokens.millisecondsLeft(this.#socketToken) ?? 1) <= 0;
    if (current && (refusedForAge || closeAction(loss.code) === 'refresh-token'))
      void this.#tokens.refused(this.#socketToken);
    return afterLoss({ ...loss, tokenDead: this.#tokens.dead });
  }

  #changed(change: StateChange): void {
    const { state, previous } = change;
    this.#ports.log.info(`connection ${state}`, { reason: change.reason, message: change.message });
    const wasOpen = previous === 'starting' || previous === 'ready';
    const isOpen = state === 'starting' || state === 'ready';
    if (wasOpen && !isOpen) this.#socketGone();
    if (state === 'stopped') this.#identification.release();
    if (state === 'starting') this.#socketOpened();
    this.#publish({ type: 'state', change });
    // A listener may have ended the session meanwhile; then there is nothing left to announce.
    if (state === 'starting' && this.#connection.state === state) this.#publish({ type: 'connected' });
    if (wasOpen && !isOpen) {
      const { reason, message, closeCode } = change;
      const willReconnect = state !== 'stopped';
      const code = closeCode === undefined ? {} : { closeCode };
      this.#publish({ type: 'disconnected', disconnection: { reason, message, ...code, willReconnect } });
    }
    if (change.reason === 'connect_failed')
      this.#failed(new TaskbayError('network', `Connecting failed: ${change.message}`));
  }

  #socketOpened(): void {
    this.#sync = new Synchronisation(this.#store, this.#told);
    const { identity } = this.#identification;
    if (identity !== undefined && this.wire.generation === 'v1') {
      void this.#synchronise(this.#sync, identity);
      return;
    }
    this.#initTimer = this.#ports.clock.setTimeout(() => {
      const message = `The server sent no init frame for ${INIT_TIMEOUT_MS / 1000} s`;
      this.#connection.feed({ kind: 'lost', reason: 'start_timeout', message });
    }, INIT_TIMEOUT_MS);
  }

  #socketGone(): void {
    this.#ports.clock.clearTimeout(this.#initTimer);
    this.#sync?.giveUp();
    this.#sync = undefined;
  }

  #received(frame: Frame): void {
    if (frame.kind === 'heartbeat') return;
    try {
      if (frame.kind === 'malformed') throw new TaskbayError('protocol', 'A frame is no event', { body: frame.text });
      this.#event(frame.type, frame.payload);
    } catch (cause) {
      this.#failed(asTaskbayError(cause, 'protocol', 'A frame could not be read'));
    }
  }

  #event(type: string, payload: unknown): void {
    this.#ports.log.debug('frame', { type });
    if (type === 'init' && this.wire.generation === 'v2') {
      this.#init(payload);
      return;
    }
    if (type === 'tokenExpired') {
      void this.#tokens.refused(this.#socketToken);
      return;
    }
    const { identity } = this.#identification;
    if (identity === undefined) return;
    const change = this.wire.decodeFrame(type, payload, identity);
    if (change === undefined) return;
    if (this.#sync?.hold(change) !== true) this.#apply(change);
  }

  #init(payload: unknown): void {
    const sync = this.#sync;
    if (sync === undefined || sync.begun) return;
    const { identity, tokenLifetimeMs } = decodeInit(payload);
    this.#ports.clock.clearTimeout(this.#initTimer);
    if (this.#socketToken === this.#tokens.token) this.#tokens.lasts(tokenLifetimeMs);
    this.#identification.becomes(identity);
    void this.#synchronise(sync, identity);
  }

  async #synchronise(sync: Synchronisation, identity: Identity): Promise<void> {
    try {
      const reader = this.#readerFor(identity, sync.signal);
      const snapshot = await untilDone(() => sync.load(reader, this.wire.generation), this.#ports, sync.signal);
      if (sync.signal.aborted) return;
      if (sync.isNewHistory(snapshot)) {
        this.#store.forgetOrder();
        this.#told.forgetOrder();
        this.#ledger = new Ledger();
      }
      sync.takeIn(snapshot);
      const again = this.#begun;
      this.#begun = true;
      this.#connection.feed({ kind: 'synchronised', reason: 'synchronised', message: 'In step with the server' });
      if (sync.signal.aborted) return;
      this.#publish({ type: 'ready' });
      if (again) this.#tellMissed(sync);
      for (const change of sync.release()) if (!sync.signal.aborted) this.#apply(change);
    } catch (cause) {
      if (!sync.signal.aborted) this.#refused(asTaskbayError(cause, 'protocol', 'The session could not begin'));
    }
  }

  #tellMissed(sync: Synchronisation): void {
    for (const fact of sync.missed(this.#ledger)) if (!sync.signal.aborted) this.#publish({ type: 'fact', fact });
    if (!sync.signal.aborted) this.#publish({ type: 'resynced', resync: sync.summary() });
  }

  #refused(error: TaskbayError): void {
    if (error.code === 'token_expired') {
      const message = 'The server no longer accepts the token';
      // A newer token may have come while the reads with the old one were under way.
      this.#connection.feed({ kind: this.#tokens.dead ? 'halt' : 'lost', reason: 'token_expired', message });
      return;
    }
    this.#failed(error);
    this.#connection.feed({ kind: 'halt', reason: 'refused', message: error.message });
  }

  #apply(change: Change): void {
    if (this.#endsUnheardOf(change)) return;
    putChange(this.#store, change);
    putChange(this.#told, change);
    this.#told.prune();
    const fact = factOf(change, this.#ledger);
    if (fact !== undefined) this.#publish({ type: 'fact', fact });
  }

  /** A v2 server closes the socket when the token ends that opened it: better to change sockets before that. */
  #renewed(token: string): void {
    this.updateToken(token);
    if (this.wire.generation === 'v1') return;
    this.#connection.feed({ kind: 'renew', reason: 'token_updated', message: 'A new token was given' });
  }

  #heed(notice: Notice): void {
    if (notice === 'offline') {
      this.#connection.feed({ kind: 'lost', reason: 'offline', message: 'The platform says it is offline' });
      return;
    }
    this.#connection.check();
    if (this.#connection.state !== 'waiting') return;
    this.#connection.feed({ kind: 'start', reason: 'online', message: 'The platform says it is back' });
  }

  /** Made and ended while nobody listened: the application is not told of the end of what it never met. */
  #endsUnheardOf(change: Change): boolean {
    if (change.kind !== 'reservation' || isLive(change.record)) return false;
    return [this.#store, this.#told].every(({ reservations }) => reservations.get(change.record.sid) === undefined);
  }

  #tokenEnded(): void {
    this.#publish({ type: 'token.expired' });
    // Waiting for the next attempt makes no sense any more; an open socket is left to the server to close.
    if (this.#connection.state !== 'waiting') return;
    this.#connection.feed({ kind: 'halt', reason: 'token_expired', message: 'The token has ended' });
  }

  #failed(error: TaskbayError): void {
    this.#publish({ type: 'error', error });
  }
}
