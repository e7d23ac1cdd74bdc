import type { Client } from '../commands/client.ts';
import { pageHost } from '../host.page.ts';
import { passing, retried } from '../retry.ts';
import { fill, hide, type Payload } from './convert.ts';
import type { Entity } from './entity.ts';
import type { HttpError } from './http-error.ts';
import { resultOf } from './resources.ts';

/** Called once, with an error or a result; the other one is null. */
export type Callback<Result> = (error: HttpError | null, result: Result | null) => void;

export type Method = 'GET' | 'POST' | 'DELETE';

/** Sends what resources ask for through the modern client. Paths are below the workspace. */
export interface Bridge {
  /** The workspace's REST address. */
  readonly workspaceUrl: string;
  /**
   * The payload of an answer; tried again after a failure of the network or the server, as often as was asked for, with
   * growing pauses.
   */
  request(method: Method, path: string, params?: unknown): Promise<Payload>;
  /**
   * The same, answered by callback, if `callback` is a function. Writes the answer onto `target` as well. Returns
   * nothing, as the old SDK did.
   */
  send(method: Method, path: string, params: unknown, callback: unknown, target?: Entity): void;
}

interface Requests {
  readonly client: Client;
  readonly workspaceSid: string | undefined;
}

export function createBridge({ client, workspaceSid }: Requests, rest: string, maxRetries: number): Bridge {
  async function request(method: Method, path: string, params?: unknown): Promise<Payload> {
    const sent = { method, path: `Workspaces/${workspaceSid}${path}`, params: (params ?? {}) as object as never };
    const again = passing();
    // Of retries that are no number there are none.
    let left = maxRetries;
    const answer = await retried(
      '',
      () => client.request(sent),
      // What cannot be read may have been carried out.
      (error) => left-- > 0 && error.code !== 'protocol' && again(error),
      pageHost as never,
      new AbortController().signal,
    );
    return (answer ?? {}) as Payload;
  }

  const bridge: Bridge = {
    workspaceUrl: `${rest}/Workspaces/${workspaceSid}`,
    request,
    send(method, path, params, callback, target = {} as Entity) {
      void request(method, path, params)
        .then((payload) => {
          fill(target, payload);
          return callback && resultOf(bridge, path, payload);
        })
        .then(
          (result) => [null, result],
          ({ status: code = 0, message }) => [hide({}, { code, message }), null],
        )
        .then((outcome) => {
          if (typeof callback === 'function') callback(...outcome);
        });
    },
  };
  return bridge;
}
