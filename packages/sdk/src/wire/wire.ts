import type { TunnelMethod } from '@taskbay/protocol';

/** The generation of the event bridge: `v1` for capability tokens, `v2` for access tokens. */
export type WireGeneration = 'v1' | 'v2';

/** Whose session this is. */
export interface Identity {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workerSid: string;
}

/** One tunnelled request, the same for both wires. `path` is below `/v1/`, without a leading slash. */
export interface TunnelRequest {
  readonly method: TunnelMethod;
  readonly path: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** v2: which form of the answer is wanted. What asks for `v2` and is no read exists there only. */
  readonly apiVersion?: 'v1' | 'v2' | undefined;
  /** v2: the version the object must still have. */
  readonly ifMatch?: string | undefined;
  /** v1: the read that opens a session. */
  readonly opening?: 'ready';
}

export interface HttpRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What differs between the two generations of the event bridge. Everything else works on records. */
export interface Wire {
  readonly generation: WireGeneration;
  /** What the token says of whose session this is; on v2 it is the server that tells a worker. */
  readonly identity: Identity | undefined;
  /** Silence after which the socket counts as dead, in milliseconds. */
  readonly silenceMs: number;
  readonly channelsPath: 'WorkerChannels' | 'Channels';
  /** Parameters of the list reads that together give every live reservation. */
  readonly liveQueries: readonly Readonly<Record<string, string>>[];
  socketUrl(token: string): string;
  /** Throws `not_supported_by_token` for what this generation has not. */
  requestOf(request: TunnelRequest, token: string): HttpRequest;
  /** Where a command for a reservation goes, below the workspace. */
  reservationPath(reservation: { readonly sid: string; readonly taskSid: string }): string;
}
