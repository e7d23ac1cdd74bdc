import type { Json } from '@taskbay/protocol';
import type { Segment } from './ast.ts';
import { isList } from './values.ts';

/** Reads a path inside a JSON value; null for whatever is not there. Only own properties count. */
export type Lookup = (root: Json) => Json;

export function member(value: Json, segment: Segment): Json {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  if (isList(value)) {
    return typeof segment === 'number' ? (value[segment] ?? null) : null;
  }
  return typeof segment === 'string' && Object.hasOwn(value, segment) ? (value[segment] ?? null) : null;
}

/** Lookup of a fixed path, made once per expression; short paths, which are nearly all, run without a loop. */
export function lookup(path: readonly Segment[]): Lookup {
  const [first, second] = path;
  if (first === undefined) {
    return (root) => root;
  }
  if (second === undefined) {
    return (root) => member(root, first);
  }
  if (path.length === 2) {
    return (root) => member(member(root, first), second);
  }
  return (root) => {
    let value = root;
    for (const segment of path) {
      value = member(value, segment);
    }
    return value;
  };
}
