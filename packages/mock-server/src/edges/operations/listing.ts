import type { SidPrefix } from '@taskbay/protocol';
import { byCreation } from '../../engine/creation-order.ts';
import type { State } from '../../engine/state.ts';
import { type Answer, type Call, missing, type PageRequest, refused, workspaceOf } from './operation.ts';
import { type Places, placesOf, type Sorted } from './places.ts';
import type { ResourceName, Views } from './views.ts';

interface Named {
  readonly prefix: SidPrefix;
  readonly sid: string;
}

interface Listing<R extends ResourceName, T extends Sorted> {
  readonly resource: R;
  /** Runs between commands and must not keep the state. Undefined when `parent` does not exist. */
  readonly select: (state: State, now: number, from?: Start) => Iterable<T> | undefined;
  readonly view: (state: State, record: T) => Views[R];
  /** Total order; by creation when it is not given. */
  readonly order?: Order<T>;
  /** True when `select` goes by creation as tables do: a first page then needs no look at what follows it. */
  readonly goesByCreation?: boolean;
  /** The record of a page token. With it `select` starts where it is told, and no page costs more than its own items. */
  readonly seek?: (state: State, sid: string) => T | undefined;
  readonly parent?: Named;
}

/** Where to start in order of creation, and which way to go; the item at `ordinal` itself is left out. */
export interface Start {
  readonly ordinal: number;
  readonly back: boolean;
}

export type Order<T> = (a: T, b: T) => number;

/** Fetches one record's view; `undefined` from `select` is a 404. */
export async function fetch<R extends ResourceName>(
  call: Call,
  resource: R,
  { prefix, sid }: Named,
  select: (state: State, now: number) => Views[R] | undefined,
): Promise<Answer> {
  const read = await call.runtime.read(workspaceOf(call), (state, now): Answer => {
    const view = select(state, now);
    if (view === undefined) return missing(prefix, sid);
    return { kind: 'resource', created: false, resource, view, now } as Answer;
  });
  return read ?? missing('WS', workspaceOf(call));
}

/** One page of a list of the workspace's records. */
export async function list<R extends ResourceName, T extends Sorted>(
  call: Call,
  { resource, select, view, order = byCreation, goesByCreation = false, seek, parent }: Listing<R, T>,
): Promise<Answer> {
  const read = await call.runtime.read(workspaceOf(call), (state, now): Answer => {
    const { sequence } = state.counters;
    const seen = (record: T): Views[R] => view(state, record);
    const token = call.page.after ?? call.page.before;
    const newest = order === newestFirst;
    if (seek !== undefined && (newest || (order === byCreation && token !== undefined))) {
      const pick = (from: Start): Iterable<T> => select(state, now, from) ?? [];
      const present = token === undefined ? undefined : seek(state, token);
      return pageFrom(call, { resource, newest, present, pick, view: seen, now, sequence });
    }
    const selected = select(state, now);
    if (selected === undefined) return parent === undefined ? missing('WS', workspaceOf(call)) : notFound(parent);
    const enough = token === undefined && goesByCreation && order === byCreation;
    const records = enough ? firstOf(selected, call.page.size + 1) : ordered(selected, order);
    return pageOf(call, { resource, records, order, view: seen, now, sequence });
  });
  return read ?? missing('WS', workspaceOf(call));
}

interface OrderedList<R extends ResourceName, T extends Sorted> {
  readonly resource: R;
  readonly records: readonly T[];
  readonly order: Order<T>;
  readonly view: (record: T) => Views[R];
  readonly now: number;
  readonly sequence?: number;
}

/** One page of an ordered list. The record that the page token names may have changed its place or gone meanwhile. */
export function pageOf<R extends ResourceName, T extends Sorted>(
  call: Call,
  { resource, records, order, view, now, sequence }: OrderedList<R, T>,
): Answer {
  const places = placesOf(call.runtime);
  const part = partOf(records, order, call.page, places);
  if (part === undefined) return refused({ code: 'bad_page_token', token: call.page.after ?? call.page.before ?? '' });
  const page = records.slice(part.start, part.end);
  rememberEnds(page, places);
  const views = page.map(view);
  return { kind: 'list', resource, views, more: part.end < records.length, now, sequence } as unknown as Answer;
}

interface SoughtList<R extends ResourceName, T extends Sorted> {
  readonly resource: R;
  /** Whether the list goes from the newest to the oldest. */
  readonly newest: boolean;
  /** The record that the page token names, if there still is one. */
  readonly present: T | undefined;
  readonly pick: (from: Start) => Iterable<T>;
  readonly view: (record: T) => Views[R];
  readonly now: number;
  readonly sequence: number;
}

/** A page in order of creation or the other way round: the first, or the one before or after a token. */
function pageFrom<R extends ResourceName, T extends Sorted>(
  call: Call,
  { resource, newest, present, pick, view, now, sequence }: SoughtList<R, T>,
): Answer {
  const { size, after, before } = call.page;
  const token = after ?? before;
  const places = placesOf(call.runtime);
  const place = token === undefined ? END : (present ?? places.get(token));
  if (place === undefined) return refused({ code: 'bad_page_token', token: token ?? '' });
  const { ordinal } = place;
  const forward = before === undefined;
  const found = firstOf(pick({ ordinal, back: newest === forward }), forward ? size + 1 : size);
  const page = forward ? found.slice(0, size) : [...found].reverse();
  const rest = (): Iterable<T> => pick({ ordinal: newest ? ordinal + 1 : ordinal - 1, back: newest });
  const more = forward ? found.length > size : firstOf(rest(), 1).length > 0;
  rememberEnds(page, places);
  return { kind: 'list', resource, views: page.map(view), more, now, sequence } as unknown as Answer;
}

/** Keeps the records that tokens of this page's neighbours will name. */
function rememberEnds(page: readonly Sorted[], places: Places): void {
  const first = page[0];
  const last = page.at(-1);
  if (first !== undefined) places.set(first.sid, first);
  if (last !== undefined && last !== first) places.set(last.sid, last);
}

/** Indexes of a page in an ordered list; undefined when its token names nothing known. */
function partOf<T extends Sorted>(
  records: readonly T[],
  order: Order<T>,
  { size, after, before }: PageRequest,
  places: Places,
): { readonly start: number; readonly end: number } | undefined {
  const token = after ?? before;
  if (token === undefined) return { start: 0, end: Math.min(size, records.length) };
  const present = records.find((record) => record.sid === token);
  const remembered = places.get(token) as T | undefined;
  // A record deleted and made again under the same SID is another one: its old place says nothing.
  const place = present !== undefined && present.ordinal !== remembered?.ordinal ? present : (remembered ?? present);
  if (place === undefined) return undefined;
  if (after !== undefined) {
    const start = firstIndex(records, (record) => order(record, place) > 0);
    return { start, end: Math.min(start + size, records.length) };
  }
  const end = firstIndex(records, (record) => order(record, place) >= 0);
  return { start: Math.max(0, end - size), end };
}

function notFound({ prefix, sid }: Named): Answer {
  return missing(prefix, sid);
}

export function newestFirst(a: Sorted, b: Sorted): number {
  return b.ordinal - a.ordinal;
}

/** Where a list of the newest starts. */
const END = { ordinal: Number.POSITIVE_INFINITY };

function firstOf<T>(selected: Iterable<T>, count: number): readonly T[] {
  const records: T[] = [];
  for (const record of selected) {
    records.push(record);
    if (records.length === count) break;
  }
  return records;
}

/** Tables are in order of creation already, the members of a queue are not. */
function ordered<T>(selected: Iterable<T>, order: Order<T>): readonly T[] {
  const records: T[] = [];
  let inOrder = true;
  let previous: T | undefined;
  for (const record of selected) {
    if (previous !== undefined && order(previous, record) > 0) inOrder = false;
    records.push(record);
    previous = record;
  }
  return inOrder ? records : records.sort(order);
}

function firstIndex<T>(records: readonly T[], reached: (record: T) => boolean): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const record = records[middle];
    if (record !== undefined && reached(record)) high = middle;
    else low = middle + 1;
  }
  return low;
}
