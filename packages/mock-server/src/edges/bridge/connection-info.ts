/** One open socket as outsiders see it (contract: `GET /control/connections`). */
export interface ConnectionInfo {
  readonly id: string;
  /** SID of the worker; of the workspace or task queue on their v1 channels. */
  readonly worker: string;
  readonly path: string;
  /** ISO 8601 server time of the opening. */
  readonly since: string;
  /** v2 clients tell their version; null for v1. */
  readonly clientVersion: string | null;
}
