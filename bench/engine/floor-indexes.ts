import { Heap } from '../../packages/mock-server/src/engine/heap.ts';
import { OrderedSet } from '../../packages/mock-server/src/engine/ordered-set.ts';
import type { IndexWrites } from './writes.ts';

/** A place in an idle order, compared as the engine compares them. */
interface Place {
  readonly rank: number;
  readonly ordinal: number;
}

function byIdleTime(a: Place, b: Place): number {
  return a.rank - b.rank || a.ordinal - b.ordinal;
}

/**
 * Structures of the kinds that the engine's indexes are of, and as large, into which the floor makes as many writes with
 * keys of the same kind. Each worker in turn has an ordered set and a set of its own, as in the engine.
 */
export class FloorIndexes {
  private readonly writes: IndexWrites;
  private readonly workers: readonly string[];
  private readonly byNewSid = new Map<string, string>();
  private readonly byKnownSid: Map<string, Place>;
  private readonly sets: readonly Set<string>[];
  private readonly weak = new WeakMap<object, Place>();
  private readonly ordered: readonly OrderedSet<Place>[];
  private readonly places: Place[];
  private readonly heaps: readonly Heap<Place>[];
  private turn = 0;

  constructor(writes: IndexWrites, workers: readonly string[]) {
    this.writes = writes;
    this.workers = workers;
    this.places = workers.map((_, ordinal) => ({ rank: 0, ordinal }));
    this.byKnownSid = new Map(workers.map((sid, at) => [sid, this.places[at] as Place]));
    this.sets = workers.map(() => new Set<string>());
    this.ordered = this.places.map((place) => {
      const set = new OrderedSet<Place>(byIdleTime);
      set.add(place);
      return set;
    });
    this.heaps = workers.map(() => {
      const heap = new Heap<Place>(byIdleTime);
      for (const place of this.places) heap.push(place);
      return heap;
    });
  }

  /** The writes of a lifecycle up to its end; answers with the number of its worker. */
  write(task: string, reservation: string): number {
    const { byNewSid, byKnownSid, sets, weakMaps, orderedSets, heaps } = this.writes;
    this.turn += 1;
    const at = this.turn % this.workers.length;
    const worker = this.workers[at] as string;
    const before = this.places[at] as Place;
    const place = { rank: this.turn, ordinal: at };
    this.places[at] = place;
    for (let made = 0; made < byKnownSid.delete; made += 1) this.byKnownSid.delete(worker);
    for (let made = 0; made < orderedSets.delete; made += 1) this.ordered[at]?.delete(before);
    for (let made = 0; made < byNewSid.set; made += 1) this.byNewSid.set(made === 0 ? task : reservation, worker);
    for (let made = 0; made < sets.add; made += 1) this.sets[at]?.add(made === 0 ? reservation : task);
    for (let made = 0; made < byKnownSid.set; made += 1) this.byKnownSid.set(worker, place);
    for (let made = 0; made < orderedSets.add; made += 1) this.ordered[at]?.add(place);
    for (let made = 0; made < weakMaps.set; made += 1) this.weak.set(place, place);
    for (let made = 0; made < heaps.pop; made += 1) this.heaps[at]?.pop();
    for (let made = 0; made < heaps.push; made += 1) this.heaps[at]?.push(place);
    return at;
  }

  /** Those that follow when its task is removed. */
  remove(task: string, reservation: string, worker: number): void {
    const { byNewSid, sets } = this.writes;
    for (let made = 0; made < byNewSid.delete; made += 1) this.byNewSid.delete(made === 0 ? task : reservation);
    for (let made = 0; made < sets.delete; made += 1) this.sets[worker]?.delete(made === 0 ? reservation : task);
  }
}
