import type { TunnelMethod } from '@taskbay/protocol';

/** What every call takes. */
export interface CallOptions {
  /** Gives the call up; it then rejects with code `aborted`. The server may still carry it out. */
  readonly signal?: AbortSignal | undefined;
}

/** What every call that changes an object takes. */
export interface UpdateOptions extends CallOptions {
  /**
   * Only if the object is still in the version it shows (`If-Match`); rejects with code `conflict` otherwise, and with
   * `usage` while it shows none, as a worker does before `ready`. Not on the wire of capability tokens, which has no
   * versions.
   */
  readonly ifUnchanged?: boolean | undefined;
}

/** One REST call. */
export interface ClientRequest extends CallOptions {
  /** DELETE exists on the wire of capability tokens only. */
  readonly method: TunnelMethod;
  /** Below `/v1/`, without a leading slash, e.g. `Workspaces/WS…/Tasks/WT…`. */
  readonly path: string;
  /** REST parameters in PascalCase: of the query for GET, of the form for POST. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** Sends REST calls through the event bridge with the session's token. */
export interface Client {
  /** Resolves with the answer's payload as it came (snake_case). Rejects with TaskbayError. */
  request(request: ClientRequest): Promise<unknown>;
}
