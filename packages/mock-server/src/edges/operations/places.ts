import type { Runtime } from '../../runtime/runtime.ts';

/** What a list is ordered by in the end. */
export interface Sorted {
  readonly sid: string;
  /** Order of creation; no two records of a list share one. */
  readonly ordinal: number;
}

const MAX_PLACES = 10_000;

/**
 * The records that page tokens name, as they stood when the token was handed out, so that a page can still be found
 * after its record was deleted or moved (rest-api §1.3). The oldest are forgotten first.
 */
export interface Places {
  readonly find: (sid: string) => Sorted | undefined;
  readonly remember: (record: Sorted) => void;
}

const PLACES = new WeakMap<Runtime, Places>();

/** The places of one server. */
export function placesOf(runtime: Runtime): Places {
  const known = PLACES.get(runtime);
  if (known !== undefined) return known;
  const places = createPlaces(MAX_PLACES);
  PLACES.set(runtime, places);
  return places;
}

export function createPlaces(limit: number): Places {
  const records = new Map<string, Sorted>();
  return {
    find: (sid) => records.get(sid),
    remember: (record) => {
      records.delete(record.sid);
      records.set(record.sid, record);
      if (records.size <= limit) return;
      for (const oldest of records.keys()) {
        records.delete(oldest);
        return;
      }
    },
  };
}
