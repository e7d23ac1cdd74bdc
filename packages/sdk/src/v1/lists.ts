import { fewAtATime } from '../few-at-a-time.ts';
import { fetchArguments, stringified, updateParameters } from './arguments.ts';
import { asCallback, type Bridge, type Callback } from './bridge.ts';
import { hide, type Payload } from './convert.ts';
import { type Entity, toEntity } from './entities.ts';
import { Statistics } from './statistics.ts';

interface Meta {
  readonly key: string;
  readonly page?: number;
  readonly page_size?: number;
  readonly next_page_url?: string | null;
  readonly previous_page_url?: string | null;
}

export type MakeEntity = (payload: Payload) => Entity | Promise<Entity>;

/** A collection: read it, or read, make, change and delete its members. */
export class List {
  readonly #bridge: Bridge;
  readonly #path: string;
  readonly #make: MakeEntity;

  constructor(bridge: Bridge, path: string, make: MakeEntity = (payload) => toEntity(bridge, payload)) {
    this.#bridge = bridge;
    this.#path = path;
    this.#make = make;
  }

  /** `(callback)`, `(params, callback)` or `(sid, callback)`. */
  fetch(first: unknown, second?: unknown): void {
    const { sid, params, callback } = fetchArguments(first, second, true);
    if (sid === undefined) {
      this.#page(this.#path, params, asCallback<FetchedList>(callback));
      return;
    }
    this.#bridge.send('GET', `${this.#path}/${sid}`, undefined, this.#make, asCallback<Entity>(callback));
  }

  /** Makes a member, with REST parameters. */
  create(params: object, callback?: Callback<Entity>): void {
    this.#bridge.send('POST', this.#path, stringified(params), this.#make, callback);
  }

  /** `(sid, name, value, callback?)` or `(sid, params, callback?)`. */
  update(sid: string, nameOrParams: unknown, valueOrCallback?: unknown, fourth?: unknown): void {
    const { params, callback } = updateParameters(nameOrParams, valueOrCallback, fourth, 2);
    this.#bridge.send('POST', `${this.#path}/${sid}`, params, this.#make, asCallback<Entity>(callback));
  }

  /** Deletes the member with this SID. */
  delete(sid: string, callback?: Callback<Payload>): void {
    this.#bridge.send('DELETE', `${this.#path}/${sid}`, undefined, (payload) => payload, callback);
  }

  /** Kept from the old SDK. */
  updateToken(_token: string): void {
    // Every request takes the token of its client.
  }

  #page(path: string, params: object | undefined, callback: Callback<FetchedList> | undefined): void {
    const turn = (url: string, then: Callback<FetchedList>) => this.#page(pathIn(url), parametersIn(url), then);
    const make = async (payload: Payload) => {
      const meta = payload.meta as Meta;
      const rows = (payload[meta.key] ?? []) as Payload[];
      const data = await fewAtATime(rows, async (row) => this.#make(row));
      return new FetchedList(this.#bridge, this.#path, meta, data, turn);
    };
    this.#bridge.send('GET', path, params, make, callback);
  }
}

/** A page of a collection. `data`, or by the name of version 1.0, e.g. `activities`. */
export class FetchedList extends List {
  readonly data: Entity[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  declare next: (callback: Callback<FetchedList>) => void;
  declare previous: (callback: Callback<FetchedList>) => void;

  constructor(
    bridge: Bridge,
    path: string,
    meta: Meta,
    data: Entity[],
    turn: (url: string, callback: Callback<FetchedList>) => void,
  ) {
    super(bridge, path);
    const { next_page_url: next, previous_page_url: previous } = meta;
    this.data = data;
    this.page = meta.page ?? 0;
    this.pageSize = meta.page_size ?? data.length;
    this.hasNext = Boolean(next);
    this.hasPrevious = Boolean(previous);
    if (next) hide(this, 'next', (callback: Callback<FetchedList>) => turn(next, callback));
    if (previous) hide(this, 'previous', (callback: Callback<FetchedList>) => turn(previous, callback));
    hide(this, meta.key, data);
  }
}

/** A collection with figures of its own: workers and task queues. */
export class MeasuredList extends List {
  readonly statistics: Statistics;
  readonly realtimeStats: Statistics;
  readonly cumulativeStats: Statistics;

  constructor(bridge: Bridge, path: string) {
    super(bridge, path);
    this.statistics = new Statistics(bridge, `${path}/Statistics`);
    this.realtimeStats = new Statistics(bridge, `${path}/RealTimeStatistics`);
    this.cumulativeStats = new Statistics(bridge, `${path}/CumulativeStatistics`);
  }
}

function pathIn(url: string): string {
  return new URL(url).pathname.replace(/^\/v1\//, '');
}

function parametersIn(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}
