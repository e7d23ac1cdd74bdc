import type { Client } from '../commands/client.ts';
import type { TaskbayError } from '../errors.ts';
import { pageBackoff } from '../host.page.ts';
import type { Payload } from './convert.ts';
import { toEntity } from './entities.ts';
import type { Entity } from './entity.ts';
import { type HttpError, toHttpError } from './http-error.ts';

/** Called once, with an error or a result; the other one is null. */
export type Callback<Result> = (error: HttpError | null, result: Result | null) => void;

type Method = 'GET' | 'POST' | 'DELETE';

/** Sends what resources ask for through the modern client, and answers by callback. Paths are below the workspace. */
export interface Bridge {
  /** The workspace's REST address. */
  readonly workspaceUrl: string;
  /**
   * Sends, and calls back if `callback` is a function. `make` turns the payload into what it gets: left out, the object
   * for the payload. Returns nothing, as the old SDK did.
   */
  send(
    method: Method,
    path: string,
    params: object | undefined,
    callback: unknown,
    make?: (payload: Payload) => unknown,
  ): void;
  /**
   * The payload of an answer; tried again after a failure of the network or the server, as often as was asked for, with
   * growing pauses.
   */
  request(method: Method, path: string, params?: object): Promise<Payload>;
  /** The object for a payload; for one of a reservation, its task's payload makes the task. */
  entity(payload: Payload, task?: Payload): Entity;
  /** The same; the task of a reservation is read. */
  whole(payload: Payload): Promise<Entity>;
  /** The path of the page that a list names by its URL. */
  pathOf(url: string): string;
}

const INTERNAL_ERROR = 500;

export function createBridge(client: Client, rest: string, workspaceSid: string, maxRetries: number): Bridge {
  async function request(method: Method, path: string, params: object = {}, failures = 1): Promise<Payload> {
    try {
      const sent = { method, path: `Workspaces/${workspaceSid}${path}`, params: { ...params } };
      return ((await client.request(sent)) ?? {}) as Payload;
    } catch (cause) {
      const { code, status } = cause as TaskbayError;
      const passing = code === 'network' || code === 'timeout' || status === INTERNAL_ERROR;
      // Of retries that are no number there are none.
      if (!passing || !(failures <= maxRetries)) throw cause;
      await pageBackoff(failures);
      return request(method, path, params, failures + 1);
    }
  }

  const entity = (payload: Payload, task?: Payload) => toEntity(bridge, payload, task);
  const bridge: Bridge = {
    workspaceUrl: `${rest}/Workspaces/${workspaceSid}`,
    send(method, path, params, callback, make = (payload) => entity(payload)) {
      void request(method, path, params)
        .then(make)
        .then(
          (result) => [null, result],
          (cause) => [toHttpError(cause), null],
        )
        .then((outcome) => {
          if (typeof callback === 'function') callback(...outcome);
        });
    },
    request,
    entity,
    async whole(payload) {
      const { task_sid: sid } = payload;
      return entity(payload, sid ? await request('GET', `/Tasks/${sid}`) : undefined);
    },
    pathOf: (url) => url.slice(url.indexOf(workspaceSid) + workspaceSid.length),
  };
  return bridge;
}
