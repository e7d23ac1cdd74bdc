import { CLOSE, HEARTBEAT_FRAME, HEARTBEAT_INTERVAL_MS } from '@taskbay/protocol';
import type { HostTimer, Timers } from '../../runtime/host.ts';
import type { EdgeContext } from '../context.ts';
import type { ServerSocket } from '../socket.ts';
import type { Identity } from './identity.ts';

/** Bytes a peer may leave unread before it counts as too slow. */
export const MAX_BUFFERED_BYTES = 1_048_576;

/** Host milliseconds that a peer who is too slow has to read what it has coming and the reason for the end. */
export const FAREWELL_MS = 5_000;

export interface SessionFacts {
  readonly id: string;
  readonly identity: Identity;
  /** Path of the upgrade request, and the `http:` or `https:` origin it came to. */
  readonly path: string;
  readonly origin: string;
  /** Epoch milliseconds of server time. */
  readonly since: number;
  readonly clientVersion: string | null;
  readonly disconnectActivitySid: string | undefined;
  /** v2: whether the worker is taken offline when this was its last session (`setWorkerOfflineIfDisconnected`). */
  readonly offlineWhenGone: boolean;
  /** Records made after this one are unknown to a client that reads its lists only when it connects. */
  readonly lastOrdinal: number;
}

/** Why a session is over: its own socket said so, or the server ended it for a reason that is no loss of connection. */
export type Ending = 'lost' | 'dismissed';

/** Told of the end of sessions. */
export interface SessionListener {
  /** Before the server closes one: what happened until now still goes out. */
  readonly closing: () => void;
  readonly ended: (session: Session, ending: Ending) => void;
}

/** One open socket. Frames go out in the order of `send`; after its end everything is ignored. */
export class Session {
  readonly facts: SessionFacts;
  private readonly context: EdgeContext;
  private readonly socket: ServerSocket;
  private readonly listener: SessionListener;
  private readonly cleanups: (() => void)[] = [];
  private heartbeat: HostTimer;
  private farewell: HostTimer | undefined;
  private ended = false;

  constructor(context: EdgeContext, facts: SessionFacts, socket: ServerSocket, listener: SessionListener) {
    this.context = context;
    this.facts = facts;
    this.socket = socket;
    this.listener = listener;
    this.heartbeat = this.armHeartbeat();
  }

  /** The worker whose events the session hears; a workspace's or task queue's session hears none. */
  get workerSid(): string | undefined {
    return this.facts.identity.workerSid;
  }

  send(text: string): void {
    if (this.ended) return;
    try {
      this.socket.send(text);
    } catch (error) {
      this.abandon('The socket does not take frames', { error: String(error) });
      return;
    }
    const buffered = this.socket.buffered();
    if (buffered > MAX_BUFFERED_BYTES) this.dropSlow(buffered);
  }

  /** Says goodbye and ends. */
  close({ code, reason }: { readonly code: number; readonly reason: string }, ending: Ending = 'dismissed'): void {
    if (!this.ended) this.listener.closing();
    // What went out just now may have ended it.
    if (this.ended) return;
    try {
      this.socket.close(code, reason);
    } catch (error) {
      // A code or reason that the carrier does not take must not keep the socket open.
      this.abandon('The socket could not be closed with a reason', { code, reason, error: String(error) }, ending);
      return;
    }
    this.end(ending);
  }

  /** The peer or the network ended the socket. */
  closed(): void {
    this.context.runtime.host.clearTimeout(this.farewell);
    this.end('lost');
  }

  /** Runs something when the session is over, however it ends. */
  onEnd(cleanup: () => void): void {
    if (this.ended) cleanup();
    else this.cleanups.push(cleanup);
  }

  /** It gets no more frames. The reason waits behind what it has not read; who reads nothing at all is cut off. */
  private dropSlow(buffered: number): void {
    const { id, identity } = this.facts;
    this.context.log.warn(CLOSE.slowConsumer.reason, { connection: id, worker: identity.workerSid, buffered });
    this.farewell = this.context.runtime.host.setTimeout(() => this.socket.terminate(), FAREWELL_MS);
    this.close(CLOSE.slowConsumer, 'lost');
  }

  private abandon(problem: string, facts: Readonly<Record<string, unknown>>, ending: Ending = 'lost'): void {
    const { id, identity } = this.facts;
    this.context.log.warn(problem, { connection: id, worker: identity.workerSid, ...facts });
    this.socket.terminate();
    this.end(ending);
  }

  private end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    this.keepAlive.clearTimeout(this.heartbeat);
    for (const cleanup of this.cleanups) cleanup();
    this.listener.ended(this, ending);
  }

  private get keepAlive(): Timers {
    return this.context.keepAlive ?? this.context.runtime.host;
  }

  private armHeartbeat(): HostTimer {
    const { runtime } = this.context;
    return this.keepAlive.setTimeout(() => {
      this.heartbeat = this.armHeartbeat();
      // A workspace goes without an event of its own, and its workers with it.
      if (runtime.has(this.facts.identity.workspaceSid)) this.beat();
      else this.close(CLOSE.workerDeleted);
    }, HEARTBEAT_INTERVAL_MS);
  }

  private beat(): void {
    this.send(HEARTBEAT_FRAME);
    if (!this.ended) this.socket.probe();
  }
}
