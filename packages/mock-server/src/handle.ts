import type { InProcessCarrier } from './adapters/in-process/carrier.ts';
import type { InProcessFetch } from './adapters/in-process/fetch.ts';
import type { InProcessWebSocketConstructor } from './adapters/in-process/web-socket.ts';
import { journalReader } from './edges/control/journal.ts';
import { mintToken, type TokenRequest } from './edges/control/mint.ts';
import { checkAdvance } from './edges/control/time.ts';
import { findTrace } from './edges/control/trace.ts';
import type { TaskTrace } from './engine/trace/trace.ts';
import { MockServerError } from './errors.ts';
import type { ReadyFacts } from './ready.ts';
import type { ClockMode } from './runtime/clock.ts';
import type { JournalLine } from './runtime/journal.ts';
import type { AdvanceReport, FiredTimer, TimeReport } from './runtime/time-control.ts';
import type { Server } from './server.ts';

/** How far a manual clock is moved: exactly one of the three. */
export type AdvanceRequest =
  | { readonly seconds: number }
  /** ISO 8601. */
  | { readonly to: string }
  /** To the next due timer. */
  | { readonly next: true };

/** Time of the server. */
export interface ServerTime {
  /** Fires what falls due on the way, one timer after the other. Rejects on a real clock and for times gone by. */
  readonly advance: (by: AdvanceRequest) => Promise<AdvanceReport>;
  /** What falls due next, or null. */
  readonly next: () => FiredTimer | null;
  /** Mode, now and next. */
  readonly report: () => TimeReport;
  /** Switches between `manual` and `real`; now stays continuous. */
  readonly setMode: (mode: ClockMode) => TimeReport;
}

/** Timers on the server's time, in the shape of the `clock` option of @taskbay/sdk. */
export interface ClientClock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly setTimeout: (run: () => void, milliseconds: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  /** On a port, keep-alive frames go out in host time, on a manual clock too; in process they follow this clock. */
  readonly keepAlive?: 'host';
}

/** A running mock server. */
export interface MockServer extends AsyncDisposable {
  /** `http://127.0.0.1:49152`: no path, no trailing slash. */
  readonly url: string;
  /** Addresses, credentials and the names and SIDs of the seed, as after the start or the last reset. */
  readonly ready: ReadyFacts;
  readonly time: ServerTime;
  readonly clock: ClientClock;
  /** Resolves when the server has nothing in flight; rejects with MockServerError `not_settled` after 5 s of host time. */
  readonly settle: (options?: { readonly timeoutMs?: number }) => Promise<void>;
  /** Everything back to the start, or to another seed. Rejects with SeedError and then has changed nothing. */
  readonly reset: (options?: { readonly seed?: object }) => Promise<void>;
  /** Lines of one workspace after a sequence, or of all workspaces by time. */
  readonly journal: (of?: { readonly workspace?: string; readonly after?: number }) => Promise<JournalLine[]>;
  /** Why a task is where it is. Rejects with MockServerError `not_found`. */
  readonly trace: (taskSid: string) => Promise<TaskTrace>;
  /** A token for a worker, task queue or workspace by name or SID; `kind` is `access` unless told otherwise. */
  readonly token: (request: TokenRequest) => Promise<string>;
  /** Closes sockets with a reason, stops listening and timers. The journal can still be read; time and seed stay. */
  readonly close: () => Promise<void>;
}

/** A mock server without a port: everything that clients reach it by is here. No byte leaves the process. */
export interface InProcessServer extends MockServer {
  /** Takes the place of the platform's `fetch`, for this server's `url` alone. */
  readonly fetch: InProcessFetch;
  /** Takes the place of the platform's `WebSocket`, for this server's `ready.wsUrl` alone. */
  readonly WebSocket: InProcessWebSocketConstructor;
}

const SETTLE_MS = 5_000;

export function createHandle(server: Server): MockServer {
  const { runtime, time } = server;
  return {
    get url() {
      return server.url;
    },
    get ready() {
      if (server.ready === undefined) throw new MockServerError('closed', 'The server is not listening yet');
      return server.ready;
    },
    time: {
      advance: async (by) => {
        const request = checkAdvance(by);
        refuseClosed(server);
        return time.advance(request);
      },
      next: () => time.report().next,
      report: () => time.report(),
      setMode: (mode) => {
        refuseClosed(server);
        return time.setMode(mode);
      },
    },
    clock: { ...clockOf(server), keepAlive: 'host' },
    settle: ({ timeoutMs = SETTLE_MS } = {}) => settle(server, timeoutMs),
    reset: async ({ seed } = {}) => {
      refuseClosed(server);
      await server.reset(seed);
    },
    journal: ({ workspace, after } = {}) => journal(server, workspace, after),
    trace: (taskSid) => findTrace(runtime, taskSid),
    token: async (request) => {
      const minted = await mintToken(runtime, server.credentials, request);
      server.learn(minted);
      return minted.token;
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

export function createInProcessHandle(server: Server, carrier: InProcessCarrier): InProcessServer {
  const { fetch, WebSocket } = carrier;
  return Object.assign(createHandle(server), { clock: clockOf(server), fetch, WebSocket });
}

function clockOf({ runtime }: Server): ClientClock {
  return {
    now: () => runtime.clock.now(),
    setTimeout: (run, milliseconds) => runtime.setTimer(milliseconds, 'client timer', '', run),
    clearTimeout: (cancel) => {
      if (typeof cancel === 'function') cancel();
    },
  };
}

/** What happened can still be read; nothing more can happen. */
function refuseClosed(server: Server): void {
  if (server.isClosed)
    throw new MockServerError('closed', 'The server is closed; start another with startMockServer()');
}

async function settle({ runtime }: Server, timeoutMs: number): Promise<void> {
  const left = await runtime.inFlight.settle(timeoutMs);
  if (left.length === 0) return;
  const names = left.map(({ what, sid }) => `${what} ${sid}`).join(', ');
  throw new MockServerError('not_settled', `Still in flight after ${timeoutMs} ms: ${names}`);
}

async function journal(
  server: Server,
  workspace: string | undefined,
  after: number | undefined,
): Promise<JournalLine[]> {
  const lines: JournalLine[] = [];
  for await (const some of journalReader(server, workspace, after).available()) lines.push(...some);
  return lines;
}
