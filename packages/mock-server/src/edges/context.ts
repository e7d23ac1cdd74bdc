import type { Timers } from '../runtime/host.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { VendorLimits } from './rest/limits.ts';

/** What the server accepts as its account's credentials. */
export interface Credentials {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  /** Secrets given from outside are never shown and never used to mint tokens. */
  readonly fromOutside: boolean;
}

export interface Logger {
  readonly debug: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly info: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/** What every edge stands on. */
export interface EdgeContext {
  readonly runtime: Runtime;
  readonly credentials: Credentials;
  readonly log: Logger;
  /** What keep-alive frames are timed with. Left out: host time, whatever the server's clock does. */
  readonly keepAlive?: Timers;
  /** Left out: none. */
  readonly vendorLimits?: VendorLimits | undefined;
}

/** What an edge is told of the host that carries one request. */
export interface RequestHost {
  /** Runs once when the response has been handed over completely, or can no longer be. */
  readonly onFinished: (run: () => void) => void;
  /** Host milliseconds between that moment and the frames the request caused (design: answer, then push). */
  readonly pushDelayMs: number;
  /** Resolves when the requests that came in together have come as far as this one. */
  readonly inStep?: (() => Promise<void>) | undefined;
  /** Called when the request is let in: while the state is being replaced, requests wait without being under way. */
  readonly onAdmitted?: () => void;
}

/** An HTTP edge: a function on web types. */
export type HttpEdge = (request: Request, host: RequestHost) => Promise<Response>;
