import type { Runtime } from '../../runtime/runtime.ts';
import { BoundedMap } from '../bounded-map.ts';

/** What a list is ordered by in the end. */
export interface Sorted {
  readonly sid: string;
  /** Order of creation; no two records of a list share one. */
  readonly ordinal: number;
}

/**
 * The records that page tokens name, by SID, as they stood when the token was handed out, so that a page can still be
 * found after its record was deleted or moved.
 */
export type Places = BoundedMap<string, Sorted>;

const MAX_PLACES = 10_000;

const PLACES = new WeakMap<Runtime, Places>();

/** The places of one server. */
export function placesOf(runtime: Runtime): Places {
  const known = PLACES.get(runtime);
  if (known !== undefined) return known;
  const places: Places = new BoundedMap(MAX_PLACES);
  PLACES.set(runtime, places);
  return places;
}
