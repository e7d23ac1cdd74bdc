import type { TunnelMethod } from '@taskbay/protocol';
import type { FetchRequest } from '../host.ts';

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
  /** v2: the version the object must still have. */
  readonly ifMatch?: string | false | undefined;
}

/** What differs between the two generations of the event bridge. Everything else works on records. */
export interface Wire {
  readonly v1: boolean;
  /** What the token says of whose session this is; on v2 it is the server that tells a worker. */
  readonly identity: Identity | undefined;
  /** Parameters of the list reads that together give every live reservation. */
  readonly liveQueries: readonly Readonly<Record<string, string>>[];
  /** Where requests go. */
  readonly url: string;
  socketUrl(token: string): string;
  /** Throws `not_supported_by_token` for what this generation has not. */
  requestOf(request: TunnelRequest, token: string): Omit<FetchRequest, 'signal'>;
}
