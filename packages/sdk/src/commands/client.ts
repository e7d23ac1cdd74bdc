import type { TunnelMethod } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import type { Tokens } from '../session/tokens.ts';
import { abortable, pause } from '../wait.ts';
import type { TunnelRequest, Wire } from '../wire/wire.ts';
import { asTaskbayError } from '../wrap-error.ts';
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

/** The one way out: token, time limit, giving up and errors are dealt with here. Calls end with the tokens' life. */
export function createRequest(wire: Wire, ports: Ports, tokens: Tokens) {
  async function request(sent: TunnelRequest & CallOptions, again = false): Promise<unknown> {
    const what = `${sent.method} ${sent.path}`;
    const token = tokens.current;
    ports.log('debug', what);
    const expiry = async (over: AbortSignal) => {
      await pause(ports, TIMEOUT_MS, over);
      throw new TaskbayError('timeout', `${what} had no answer for 15 s`);
    };
    try {
      const http = wire.requestOf(sent, token);
      // Taken out of its object first: the platform's fetch refuses to run as a method of something else.
      const fetch = await ports.find('fetch');
      const exchange = async (signal: AbortSignal) => {
        const response = await fetch(wire.url, { ...http, signal });
        return readAnswer(what, response.status, await response.text());
      };
      return await abortable(ports, what, [tokens.life.signal, sent.signal], (over) =>
        Promise.race([exchange(over), expiry(over)]),
      );
    } catch (cause) {
      const error = asTaskbayError(cause, 'network', `${what} failed`);
      // Refused means that it was not carried out, so that it may be sent again with the new token.
      if (error.code === 'token_expired' && !again && (await tokens.refused(token))) return request(sent, true);
      throw error;
    }
  }

  return request;
}
