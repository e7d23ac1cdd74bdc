import type { Callback } from './bridge.ts';
import type { Payload } from './convert.ts';
import type { Entity } from './entity.ts';
import type { Measured } from './statistics.ts';

/** A collection: read it, or read, make, change and delete its members. */
export interface List {
  /** `(callback)`, `(params, callback)` or `(sid, callback)`. */
  fetch(first: unknown, second?: unknown): void;
  /** Makes a member, with REST parameters; objects travel as JSON text. */
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
  /** Undefined if there is no next page. */
  readonly next: (callback: Callback<FetchedList>) => void;
  /** Undefined if there is no previous page. */
  readonly previous: (callback: Callback<FetchedList>) => void;
}

/** A collection with figures of its own: workers and task queues. */
export interface MeasuredList extends List, Measured {}
