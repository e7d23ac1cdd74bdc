import type { Json } from '@taskbay/protocol';
import type { Path } from '../expressions/ast.ts';
import { type DemandKey, demandKey, demandOf } from '../expressions/demands.ts';
import type { Read } from '../expressions/evaluate.ts';
import type { FilterContext } from '../expressions/facts.ts';
import { resolveFilterPath } from '../expressions/resolve.ts';
import type { Filter } from './configuration.ts';

/** The first filter from an index on that matches; undefined when none does. */
export type FirstMatch = (context: FilterContext, from: number) => number | undefined;

/** Filters that ask for certain values at one path. Positions ascend. */
interface Lane {
  readonly read: Read<FilterContext>;
  readonly positions: Map<DemandKey, number[]>;
}

/** Positions, and how many of them are behind. */
interface Tried {
  readonly positions: readonly number[];
  count: number;
}

/** Tries filters in their order, but only those that ask for values the task has, and those that ask for none. */
export function indexFilters(filters: readonly Filter[]): FirstMatch {
  const lanes = new Map<string, Lane>();
  const others: number[] = [];
  /** By position: whether a filter matches as soon as it is found by a value. */
  const settled: boolean[] = [];
  for (const [position, { expression }] of filters.entries()) {
    const demand = demandOf(expression.ast);
    if (demand === undefined) others.push(position);
    else for (const key of demand.keys) positionsAt(lanes, demand.path, key).push(position);
    settled.push(demand?.isAll === true);
  }
  const indexed = [...lanes.values()];
  const firstOfAll: FirstMatch = (context, from) => {
    const lists: Tried[] = others.length === 0 ? [] : [{ positions: others, count: 0 }];
    for (const { read, positions } of indexed) addLists(lists, positions, read(context));
    for (let at = nextFrom(lists, from); at !== undefined; at = nextFrom(lists, at + 1)) {
      if (filters[at]?.expression.matches(context)) return at;
    }
    return undefined;
  };
  const [lane] = indexed;
  if (lane === undefined || indexed.length > 1 || others.length > 0) return firstOfAll;
  // In most workflows all filters ask for values of one attribute: there is nothing to merge.
  return (context, from) => {
    const value = lane.read(context);
    if (Array.isArray(value)) return firstOfAll(context, from);
    for (const at of lane.positions.get(demandKey(value)) ?? NONE) {
      if (at >= from && (settled[at] === true || filters[at]?.expression.matches(context))) return at;
    }
    return undefined;
  };
}

const NONE: readonly number[] = [];

function positionsAt(lanes: Map<string, Lane>, path: Path, key: DemandKey): number[] {
  const name = JSON.stringify(path);
  const lane = lanes.get(name) ?? { read: resolveFilterPath(path), positions: new Map<DemandKey, number[]>() };
  lanes.set(name, lane);
  const positions = lane.positions.get(key) ?? [];
  lane.positions.set(key, positions);
  return positions;
}

function addLists(lists: Tried[], positions: ReadonlyMap<DemandKey, number[]>, value: Json): void {
  if (Array.isArray(value)) for (const item of value) addList(lists, positions, item);
  else addList(lists, positions, value);
}

function addList(lists: Tried[], positions: ReadonlyMap<DemandKey, number[]>, item: Json): void {
  const list = positions.get(demandKey(item));
  if (list !== undefined) lists.push({ positions: list, count: 0 });
}

/** The lowest of all positions that is not below `from`, which grows from call to call. */
function nextFrom(lists: readonly Tried[], from: number): number | undefined {
  let next: number | undefined;
  for (const list of lists) {
    let position = list.positions[list.count];
    while (position !== undefined && position < from) {
      list.count += 1;
      position = list.positions[list.count];
    }
    if (position !== undefined && (next === undefined || position < next)) next = position;
  }
  return next;
}
