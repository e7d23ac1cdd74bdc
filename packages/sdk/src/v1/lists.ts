import { fewAtATime } from '../few-at-a-time.ts';
import { fetchArguments, updateParameters } from './arguments.ts';
import type { Bridge, Callback } from './bridge.ts';
import { hide, type Payload, renamed } from './convert.ts';
import type { Entity } from './entity.ts';
import { type Measured, statisticsOf } from './statistics.ts';

/** A collection: read it, or read, make, change and delete its members. */
export interface List {
  /** `(callback)`, `(params, callback)` or `(sid, callback)`. */
  fetch(first: unknown, second?: unknown): void;
  /** Makes a member, with REST parameters; objects and lists travel as JSON text. */
  create(params: object, callback?: Callback<Entity>): void;
  /** `(sid, name, value, callback?)` or `(sid, params, callback?)`. */
  update(sid: string, nameOrParams: unknown, valueOrCallback?: unknown, fourth?: unknown): void;
  /** Deletes the member with this SID. */
  delete(sid: string, callback?: Callback<Payload>): void;
  /** Kept from the old SDK. */
  updateToken(token: string): void;
}

/** A page of a collection. `data`, or by the name of version 1.0, e.g. `activities`. */
export interface FetchedList extends List {
  readonly data: Entity[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  /** There if there is a next page. */
  readonly next: (callback: Callback<FetchedList>) => void;
  /** There if there is a previous page. */
  readonly previous: (callback: Callback<FetchedList>) => void;
}

/** A collection with figures of its own: workers and task queues. */
export interface MeasuredList extends List, Measured {}

interface Meta {
  readonly key: string;
  readonly page: number;
  readonly page_size: number;
  readonly next_page_url?: string | null;
  readonly previous_page_url?: string | null;
}

/** What a workspace has lists of. */
export function listsOf(bridge: Bridge): object {
  const folders = ['Activities', 'Workflows', 'Tasks', 'TaskQueues', 'Workers'];
  return Object.fromEntries(folders.map((folder) => [folder.toLowerCase(), createList(bridge, `/${folder}`)]));
}

export function createList(bridge: Bridge, path: string): List {
  function readPage(address: string, params: object | undefined, callback: unknown): void {
    const turn = (url: string) => (then: unknown) => readPage(bridge.pathOf(url), undefined, then);
    bridge.send('GET', address, params, callback, async (payload) => {
      const meta = payload.meta as Meta;
      const data = await fewAtATime((payload[meta.key] ?? []) as Payload[], bridge.whole);
      const { page, page_size: pageSize, next_page_url: next, previous_page_url: previous } = meta;
      const list = {
        ...createList(bridge, path),
        data,
        page,
        pageSize,
        hasNext: Boolean(next),
        hasPrevious: Boolean(previous),
      };
      hide(list, { [meta.key]: data });
      if (next) hide(list, { next: turn(next) });
      if (previous) hide(list, { previous: turn(previous) });
      return list;
    });
  }

  return {
    fetch(first, second) {
      const { sid, params, callback } = fetchArguments(first, second, true);
      if (sid === undefined) readPage(path, params, callback);
      else bridge.send('GET', `${path}/${sid}`, undefined, callback);
    },
    create(params, callback) {
      bridge.send('POST', path, renamed(params), callback);
    },
    update(sid, nameOrParams, valueOrCallback, fourth) {
      const { params, callback } = updateParameters(1, nameOrParams, valueOrCallback, fourth);
      bridge.send('POST', `${path}/${sid}`, params, callback);
    },
    delete(sid, callback) {
      bridge.send('DELETE', `${path}/${sid}`, undefined, callback);
    },
    updateToken() {
      // Every request takes the token of its client.
    },
    ...statisticsOf(bridge, path),
  };
}
