import type { GivenCredentials } from './credentials.ts';
import type { Logger } from './edges/context.ts';
import type { VendorLimits } from './edges/rest/limits.ts';
import { MockServerError } from './errors.ts';
import type { ClockMode } from './runtime/clock.ts';
import type { SeedChoice } from './seed/load.ts';

/** How a mock server starts; everything may be left out. */
export interface MockServerOptions extends GivenCredentials {
  /** False: no port is opened; the server is reached through `fetch` and `WebSocket` of its handle. Default true. */
  readonly listen?: boolean;
  /** 0 = any free port. Default 0. */
  readonly port?: number;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** `support-desk` (default), `none`, or a seed document. */
  readonly seed?: SeedChoice;
  /** `manual` (default) stands until it is moved; `real` runs with the host's. */
  readonly clock?: ClockMode;
  /** Start instant: Date, epoch milliseconds or ISO 8601. Default: the host's now. */
  readonly now?: Date | number | string;
  /** Non-negative whole number; equal ones give equal SIDs and tie-breaks. Default: random. */
  readonly randomSeed?: number;
  /** Origins besides the server's own whose pages may use the control API. */
  readonly allowOrigins?: readonly string[];
  /** Host names besides loopback and the bound address that requests may be addressed to. */
  readonly allowHosts?: readonly string[];
  /**
   * True: the service's request rates and its limit of worker statistics hold; with `requestsPerSecond` all requests
   * together have a rate as well. More of them in a second of server time are refused with 429. Default false.
   */
  readonly vendorLimits?: boolean | { readonly requestsPerSecond: number };
  /** Lines of the journal kept per workspace. Default 100,000. */
  readonly journalLines?: number;
  /** Default: warnings and errors on stderr. */
  readonly logger?: Logger;
}

const MAX_PORT = 65_535;

/** Options with defaults, checked. Throws MockServerError `invalid_option` that names the option. */
export function resolveOptions(options: MockServerOptions) {
  const { port = 0, host = '127.0.0.1', clock = 'manual', seed = 'support-desk', randomSeed, journalLines } = options;
  const { listen = true } = options;
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
    refuse('port', port, `a whole number from 0 to ${MAX_PORT}`);
  if (host === '') refuse('host', host, 'a host name or an address');
  if (clock !== 'manual' && clock !== 'real') refuse('clock', clock, 'manual or real');
  if (randomSeed !== undefined && !(Number.isSafeInteger(randomSeed) && randomSeed >= 0)) {
    refuse('randomSeed', randomSeed, 'a whole number of 0 or more');
  }
  if (journalLines !== undefined && !(Number.isSafeInteger(journalLines) && journalLines > 0)) {
    refuse('journalLines', journalLines, 'a whole number of 1 or more');
  }
  return {
    listen,
    port,
    host,
    clock,
    seed,
    now: instantOf(options.now),
    randomSeed,
    journalLines,
    allowOrigins: (options.allowOrigins ?? []).map(originOf),
    allowHosts: (options.allowHosts ?? []).map((name) => name.toLowerCase()),
    vendorLimits: limitsOf(options.vendorLimits),
    logger: options.logger,
  };
}

/** What a Date can hold, less a thousand years of room for timers. */
const MAX_INSTANT = 8.64e15 - 31_557_600_000_000;

function instantOf(now: MockServerOptions['now']): number | undefined {
  if (now === undefined) return undefined;
  const instant = typeof now === 'string' ? Date.parse(now) : Number(now);
  if (Number.isInteger(instant) && Math.abs(instant) <= MAX_INSTANT) return instant;
  return refuse('now', now, 'a date and time such as 2026-01-31T08:00:00Z');
}

function limitsOf(given: MockServerOptions['vendorLimits'] = false): VendorLimits | undefined {
  if (typeof given === 'boolean') return given ? {} : undefined;
  const { requestsPerSecond } = given;
  if (Number.isSafeInteger(requestsPerSecond) && requestsPerSecond > 0) return { requestsPerSecond };
  return refuse('vendorLimits.requestsPerSecond', requestsPerSecond, 'a whole number of 1 or more');
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.origin === 'null' || url.pathname !== '/') {
    return refuse('allowOrigins', text, 'scheme, host and port, such as http://localhost:5173');
  }
  return url.origin;
}

function refuse(option: string, value: unknown, wanted: string): never {
  throw new MockServerError('invalid_option', `${option} is ${JSON.stringify(value)}; it must be ${wanted}`);
}
