import type { TunnelMethod } from '@taskbay/protocol';
import { asTaskbayError, TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import type { Tokens } from '../session/tokens.ts';
import { after } from '../timer.ts';
import { abortable } from '../wait.ts';
import type { HttpRequest, TunnelRequest, Wire } from '../wire/wire.ts';
import { readAnswer } from './answer.ts';

const TIMEOUT_MS = 15_000;

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

/** The one way out for requests: token, time limit, giving up and errors are dealt with here. */
export interface Channel {
  request(request: TunnelRequest & CallOptions): Promise<unknown>;
}

/** Requests end with the tokens' life. */
export function createChannel(wire: Wire, ports: Ports, tokens: Tokens): Channel {
  async function send(request: TunnelRequest & CallOptions, again = false): Promise<unknown> {
    const what = `${request.method} ${request.path}`;
    const token = tokens.current;
    const http = wire.requestOf(request, token);
    ports.log('debug', what);
    try {
      return await limited(what, http, [tokens.life.signal, request.signal]);
    } catch (cause) {
      const error = asTaskbayError(cause, 'network', `${what} failed`);
      // Refused means that it was not carried out, so that it may be sent again with the new token.
      if (error.code === 'token_expired' && !again && (await tokens.refused(token))) return send(request, true);
      throw error;
    }
  }

  /** The exchange, or the first of: time limit, an aborted signal. A fetch that ignores signals is left alone. */
  function limited(what: string, http: HttpRequest, signals: readonly (AbortSignal | undefined)[]): Promise<unknown> {
    const limit = new AbortController();
    return abortable(ports, what, [...signals, limit.signal], (over) => {
      const late = () => limit.abort(new TaskbayError('timeout', `${what} had no answer for ${TIMEOUT_MS / 1000} s`));
      over.addEventListener('abort', after(ports.clock, TIMEOUT_MS, late));
      return exchange(what, http, over);
    });
  }

  async function exchange(what: string, { url, ...sent }: HttpRequest, signal: AbortSignal): Promise<unknown> {
    // Taken out of its object first: the platform's fetch refuses to run as a method of something else.
    const fetch = await ports.fetch();
    if (signal.aborted) throw signal.reason;
    const response = await fetch(url, { method: 'POST', ...sent, signal });
    return readAnswer(what, response.status, await response.text());
  }

  return { request: (request) => send(request) };
}
