/** A server-side socket, whatever carries it. Frames are text. */
export interface ServerSocket {
  readonly send: (text: string) => void;
  readonly close: (code: number, reason: string) => void;
  /** Ends the socket without a close handshake, for a peer that no longer reads. */
  readonly terminate: () => void;
  /** Bytes accepted by `send` that the peer has not taken yet. */
  readonly buffered: () => number;
  /** Comes with each heartbeat: the carrier sees to it that a peer who has gone without a word does not stay. */
  readonly probe: () => void;
}

/** What a host tells an open socket's owner. */
export interface SocketEvents {
  readonly message: (text: string) => void;
  readonly closed: (code: number, reason: string) => void;
}

/** Answer to an upgrade request: the socket may open, or the HTTP response that refuses it. */
export type Upgrade =
  | { readonly kind: 'accept'; readonly open: (socket: ServerSocket) => SocketEvents }
  | { readonly kind: 'refuse'; readonly response: Response };

export type SocketEdge = (request: Request) => Promise<Upgrade>;
