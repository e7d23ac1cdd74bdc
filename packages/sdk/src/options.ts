import { TaskbayError } from './errors.ts';
import type { Clock, FetchFunction, Host, Means, WebSocketConstructor } from './host.ts';
import { createLog, type Log, type Logger } from './log.ts';
import type { WireGeneration } from './wire/wire.ts';

/** Options of every client. */
export interface ClientOptions {
  /** Base URL of the server, e.g. `http://127.0.0.1:8787`, without a path. Left out: the vendor's hosts. */
  readonly serverUrl?: string | undefined;
  /** Region of the vendor's hosts, e.g. `ie1`; not together with `serverUrl`. */
  readonly region?: string | undefined;
  /** Wire to speak. Left out: `v1` for capability tokens, `v2` for every other token. */
  readonly wire?: WireGeneration | undefined;
  /**
   * Gives a new token. Called a minute before the present one ends (half its life, if that is less) and when the server
   * refuses it as expired; the refused call is then repeated. `token.expired` is told only when none came in time, and
   * `error` of each token it gives that is not for this worker or that the server refuses as expired. Without a connection
   * it is called until it answers: only failures with one end the session.
   */
  readonly getToken?: (() => Promise<string>) | undefined;
  /** Used instead of the platform's. */
  readonly fetch?: FetchFunction | undefined;
  /** Used instead of the platform's. */
  readonly WebSocket?: WebSocketConstructor | undefined;
  /**
   * Drives every timer. Silence on the socket is measured with it too, unless it says `keepAlive: 'host'` as the mock
   * server's does: else a clock that jumps past 30 s (v1: 60 s) without a frame makes the session reconnect.
   */
  readonly clock?: Clock | undefined;
  /** Source of the reconnect jitter, 0 ≤ x < 1. */
  readonly random?: (() => number) | undefined;
  /** Where to log. Left out: errors nobody listens to go to the console, nothing else is written. */
  readonly logger?: Logger | undefined;
}

/** Options of a worker: those of every client, and of its session. */
export interface WorkerOptions extends ClientOptions {
  /** Ask the server to close this worker's other sockets. Default false. */
  readonly closeExistingSessions?: boolean | undefined;
  /** Activity (SID or name) to enter once ready, and after a reconnect that finds the worker in `disconnectActivity`. */
  readonly connectActivity?: string | undefined;
  /** Activity (SID; on v2 also a name) to enter at the end. On v2 only `disconnect()` sets it; on v1 the server does. */
  readonly disconnectActivity?: string | undefined;
}

/** What the session runs on: the host's means with the application's choices over them. */
export interface Ports extends Host {
  /** The machine's, whatever clock drives the timers: tokens end on wall time. */
  readonly hostClock: Clock;
  readonly getToken: (() => Promise<string>) | undefined;
  readonly log: Log;
}

export function resolvePorts(options: ClientOptions, host: Host): Ports {
  const { clock = host.clock, random = host.random, getToken, logger } = options;
  return {
    ...host,
    find: async (name) => (options as Partial<Means>)[name] ?? host.find(name),
    clock,
    hostClock: host.clock,
    random,
    getToken,
    log: createLog(logger ?? host.console),
  };
}

/**
 * `serverUrl` without trailing slashes. Throws `usage` unless it is http(s) without query and fragment, and for a region
 * that is none or beside it.
 */
export function checkServer({ serverUrl, region }: ClientOptions): string | undefined {
  // A platform that cannot read a socket's address quotes it in its error, with the token.
  const unreadable =
    serverUrl !== undefined && (!/^https?:\/\/[^/?#][^?#]*$/.test(serverUrl) || URL.canParse?.(serverUrl) === false);
  if (unreadable || (region && (serverUrl || !/^[\w-]+$/.test(region)))) {
    throw new TaskbayError('usage', `serverUrl "${serverUrl}" and region "${region}" name no server`);
  }
  // Plain JavaScript passes URL objects, too.
  return serverUrl && String(serverUrl).replace(/\/+$/, '');
}
