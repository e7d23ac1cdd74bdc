/** Methods that go through the event bridge. */
export type TunnelMethod = 'GET' | 'POST' | 'DELETE';

/**
 * Body of every event-bridge POST. v2: `url` relative to `/v1` without a leading slash, method GET or POST.
 * v1: `url` absolute, DELETE too, `event_type: "ready"` on the first read (echoed in the reply).
 */
export interface BridgeRequest {
  url: string;
  method: TunnelMethod;
  params?: Record<string, unknown>;
  token: string;
  event_type?: string;
}

/** v2 success body. */
export interface BridgeReply {
  payload: unknown;
}

/** v1 success body, always with HTTP status 200; `event_type` is the request's, else null. */
export interface BridgeReplyV1 {
  event_type: string | null;
  payload: unknown;
}

/** Error body of both wires; clients read `message` only. */
export interface BridgeError {
  code: number;
  message: string;
  more_info: string;
  status: number;
}

/** Header names v2 clients add to a command. */
export const CLIENT_VERSION_HEADER = 'clientVersion';
export const API_VERSION_HEADER = 'apiVersion';
