import type { Logger } from './log.ts';

/** Source of time for every timer of the SDK; milliseconds. The clock of a mock server fits. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  /** `host`: the server sends its keep-alive in wall time whatever this clock does, so silence is measured in it too. */
  readonly keepAlive?: 'host';
}

/** The part of a WebSocket the SDK uses; the platform's and the `ws` package's both fit. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  close(code?: number, reason?: string): void;
  /** Of the `ws` package: ends the connection at once, where `close` waits up to 30 s for a peer that is gone. */
  terminate?(): void;
}

/** The WebSocket class to open sockets with. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** What the SDK asks of `fetch`. */
export interface FetchRequest {
  method: string;
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
}

/** The part of `fetch` the SDK uses. */
export type FetchFunction = (
  url: string,
  request: FetchRequest,
) => Promise<{ readonly status: number; text(): Promise<string> }>;

/** What a platform says about its connection: gone, back, or that timers may have been late. */
export type Notice = 'offline' | 'online' | 'pageshow' | 'visibilitychange';

/** What a platform is asked for, or the options say. */
export interface Means {
  readonly WebSocket: WebSocketConstructor;
  readonly fetch: FetchFunction;
}

/** What differs between platforms. Looked up when used, so that importing the SDK touches no global. */
export interface Host {
  find<Name extends keyof Means>(name: Name): Promise<Means[Name]>;
  readonly clock: Clock;
  random(): number;
  /** Calls back at every notice; returns the function that stops it. Does nothing where the platform gives none. */
  notices(heard: (notice: Notice) => void): () => void;
  readonly console: Pick<Logger, 'error'>;
  /** Gets each signal that a call listens to. Many calls may share one, which Node takes for a leak and warns of. */
  readonly shared?: (signal: AbortSignal) => void;
}
