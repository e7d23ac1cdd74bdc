import type { TunnelMethod } from '@taskbay/protocol';
import { asTaskbayError, TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
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
   * Only if the object is still in the version it shows (`If-Match`); rejects with code `conflict` otherwise. Not on the
   * wire of capability tokens, which has no versions.
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
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Sends REST calls through the event bridge with the session's token. */
export interface Client {
  /** Resolves with the answer's payload as it came (snake_case). Rejects with TaskbayError. */
  request(request: ClientRequest): Promise<unknown>;
}

/** The one way out for requests: token, time limit, giving up and errors are dealt with here. */
export class CommandChannel implements Client {
  readonly #wire: Wire;
  readonly #ports: Ports;
  readonly #token: () => string;
  readonly #refused: (token: string) => Promise<boolean>;
  readonly #stops = new Set<(error: TaskbayError) => void>();
  #closed = false;

  /** `refused`: told of an expired token; answers whether there is another now. */
  constructor(wire: Wire, ports: Ports, token: () => string, refused: (token: string) => Promise<boolean>) {
    this.#wire = wire;
    this.#ports = ports;
    this.#token = token;
    this.#refused = refused;
  }

  request({ method, path, params, signal }: ClientRequest): Promise<unknown> {
    return this.send({ method, path, ...(params === undefined ? {} : { params }) }, signal);
  }

  async send(request: TunnelRequest, signal?: AbortSignal, again = false): Promise<unknown> {
    const what = `${request.method} ${request.path}`;
    if (this.#closed) throw new TaskbayError('disconnected', `${what} was not sent: the session is closed`);
    if (signal?.aborted) throw new TaskbayError('aborted', `${what} was not sent`, { cause: signal.reason });
    const token = this.#token();
    const http = this.#wire.httpRequest(request, token);
    try {
      const payload = await this.#limited(what, http, signal);
      this.#ports.log.debug('request answered', { what });
      return payload;
    } catch (cause) {
      const error = asTaskbayError(cause, 'network', `${what} failed`);
      this.#ports.log.debug('request failed', { what, code: error.code, status: error.status });
      if (error.code !== 'token_expired') throw error;
      // Refused means that it was not carried out, so that it may be sent again with the new token.
      if (again || !(await this.#refused(token))) throw error;
      return this.send(request, signal, true);
    }
  }

  /** Rejects everything under way and refuses what comes, until `open`. */
  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop(new TaskbayError('disconnected', 'The session was closed'));
  }

  open(): void {
    this.#closed = false;
  }

  /** The exchange, or the first of: time limit, the caller's signal, `close`. A fetch that ignores signals is left alone. */
  #limited(what: string, http: HttpRequest, signal: AbortSignal | undefined): Promise<unknown> {
    const controller = new AbortController();
    const { clock } = this.#ports;
    return new Promise((resolve, reject) => {
      const stop = (error: TaskbayError) => {
        settle();
        controller.abort();
        reject(error);
      };
      const aborted = () => stop(new TaskbayError('aborted', `${what} was given up`, { cause: signal?.reason }));
      const timer = clock.setTimeout(
        () => stop(new TaskbayError('timeout', `${what} had no answer for ${TIMEOUT_MS / 1000} s`)),
        TIMEOUT_MS,
      );
      const settle = () => {
        clock.clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        this.#stops.delete(stop);
      };
      this.#stops.add(stop);
      signal?.addEventListener('abort', aborted);
      this.#exchange(what, http, controller.signal).then(resolve, reject).finally(settle);
    });
  }

  async #exchange(what: string, { url, headers, body }: HttpRequest, signal: AbortSignal): Promise<unknown> {
    // Taken out of its object first: the platform's fetch refuses to run as a method of something else.
    const fetch = await this.#ports.fetch();
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    return readAnswer(what, response.status, await response.text());
  }
}
