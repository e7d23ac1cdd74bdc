import type { Client } from '../commands/client.ts';
import type { Payload } from './convert.ts';
import { HttpError } from './http-error.ts';

/** Called once, with an error or a result; the other one is null. */
export type Callback<Result> = (error: HttpError | null, result: Result | null) => void;

type Method = 'GET' | 'POST' | 'DELETE';

const INTERNAL_ERROR = 500;

/** Sends what entities ask for through the modern client, and answers by callback. */
export class Bridge {
  readonly workspacePath: string;
  readonly #client: Client;
  readonly #maxRetries: number;

  constructor(client: Client, workspaceSid: string, maxRetries: number) {
    this.#client = client;
    this.#maxRetries = maxRetries;
    this.workspacePath = `Workspaces/${workspaceSid}`;
  }

  /** `make` turns the payload into what the callback gets. Returns nothing, as the old SDK did. */
  send<Result>(
    method: Method,
    path: string,
    params: object | undefined,
    make: (payload: Payload) => Result | Promise<Result>,
    callback: Callback<Result> | null | undefined,
  ): void {
    void this.request(method, path, params)
      .then(make)
      .then(
        (result) => ({ error: null, result }),
        (cause) => ({ error: toHttpError(cause), result: null }),
      )
      .then(({ error, result }) => callback?.(error, result));
  }

  /** The payload of an answer; tried again after a failure of the network or the server, as often as was asked for. */
  async request(method: Method, path: string, params?: object): Promise<Payload> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const sent = params === undefined ? {} : { params: { ...params } };
        return ((await this.#client.request({ method, path, ...sent })) ?? {}) as Payload;
      } catch (cause) {
        const { code } = toHttpError(cause);
        if (attempt >= this.#maxRetries || (code !== 0 && code !== INTERNAL_ERROR)) throw cause;
      }
    }
  }
}

function toHttpError(cause: unknown): HttpError {
  const { status = 0, message } = cause as { status?: number; message?: string };
  return new HttpError(status, message ?? String(cause));
}

/** Everything a page may pass as a callback; all else counts as none. */
export function asCallback<Result>(value: unknown): Callback<Result> | undefined {
  return typeof value === 'function' ? (value as Callback<Result>) : undefined;
}
