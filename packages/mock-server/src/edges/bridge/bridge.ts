import type { HttpEdge } from '../context.ts';
import type { SocketEdge } from '../socket.ts';
import type { ConnectionInfo } from './connection-info.ts';

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
  /** Forgets held frames and what it learned of tokens, and closes every socket with `CLOSE.reset`. */
  readonly reset: () => void;
  /** Notes a token minted by the server itself, so that it lives from this very moment of the server's clock. */
  readonly learn: (token: string) => void;
}
