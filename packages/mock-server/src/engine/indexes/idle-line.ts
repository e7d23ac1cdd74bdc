import { Heap } from '../heap.ts';
import { LongLine } from './long-line.ts';
import type { IdlePlace, ReadyCrew } from './ready-crew.ts';
import { byIdleTime } from './ready-crew.ts';

/** Crews below which a line is not tidied. */
const TIDY = 8;

/**
 * The ready workers of one queue, longest idle first. While few crews are in the queue, it looks at each of them when it
 * is asked: that takes less than keeping them in order, and who becomes busy or ready costs the queue nothing.
 */
export class IdleLine implements Iterable<IdlePlace> {
  private readonly few: number;
  private crews: ReadyCrew[] = [];
  private tidyAt: number;
  private long: LongLine | undefined;

  /** `few`: crews that are looked at one by one; a line of more is kept in order from then on. */
  constructor(few: number) {
    this.few = few;
    this.tidyAt = Math.min(few, TIDY);
  }

  /** Takes in a crew of the queue. */
  join(crew: ReadyCrew): void {
    if (this.long !== undefined) {
      crew.sitIn(this.long);
      return;
    }
    this.crews.push(crew);
    if (this.crews.length > this.tidyAt) this.tidy();
  }

  /** The longest idle of all. */
  first(): IdlePlace | undefined {
    if (this.long !== undefined) return this.long.first();
    let earliest: ReadyCrew | undefined;
    for (const crew of this.crews) {
      if (crew.rank >= 0 && (earliest === undefined || comesBefore(crew, earliest))) earliest = crew;
    }
    return earliest?.first;
  }

  *[Symbol.iterator](): Iterator<IdlePlace> {
    if (this.long !== undefined) {
      yield* this.long;
      return;
    }
    const next = new Heap<IdlePlace>(byIdleTime);
    for (const { first } of this.crews) if (first !== undefined) next.push(first);
    for (let place = next.pop(); place !== undefined; place = next.pop()) {
      yield place;
      const follower = place.crew.after(place);
      if (follower !== undefined) next.push(follower);
    }
  }

  /** Lets go of the crews that came apart, so that they are never many more than the others. */
  private tidy(): void {
    const isFull = this.crews.length > this.few;
    this.crews = this.crews.filter(({ isGone }) => !isGone);
    if (isFull && this.crews.length > this.few / 2) this.keepInOrder();
    else this.tidyAt = Math.min(this.few, Math.max(TIDY, this.crews.length * 2));
  }

  private keepInOrder(): void {
    this.long = new LongLine();
    for (const crew of this.crews) crew.sitIn(this.long);
    this.crews = [];
  }
}

/** Of two crews with somebody ready. */
function comesBefore(a: ReadyCrew, b: ReadyCrew): boolean {
  if (a.rank !== b.rank) return a.rank < b.rank;
  return byIdleTime(a.first as IdlePlace, b.first as IdlePlace) < 0;
}
