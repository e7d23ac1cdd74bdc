import { Heap } from '../heap.ts';
import type { IdlePlace, Seat } from './ready-crew.ts';
import { byIdleTime } from './ready-crew.ts';

/** Seats below which a line is not tidied. */
const TIDY = 64;

function bySeat(a: Seat, b: Seat): number {
  return byIdleTime(a.place as IdlePlace, b.place as IdlePlace);
}

/** Brings a seat to its crew's first; false when nobody of the crew is ready, or the seat was taken over. */
function stillCounts(seat: Seat): boolean {
  seat.place = seat.retired ? undefined : seat.crew.first;
  return seat.place !== undefined;
}

/**
 * The ready workers of a queue that many crews are in, as a merge of these. A crew's seat comes forward at once when the
 * crew gets an earlier first; that its first has gone is found out when somebody asks. So who becomes busy, and who
 * becomes ready again behind the place the seat still has, costs a queue nothing.
 */
export class LongLine implements Iterable<IdlePlace> {
  private readonly heap = new Heap<Seat>(bySeat);
  private tidyAt = TIDY;

  sit(seat: Seat, place: IdlePlace): void {
    seat.place = place;
    this.heap.push(seat);
    if (this.heap.size > this.tidyAt) this.tidy();
  }

  /** The longest idle, whose seat is then the heap's first: drops or moves back those before it that have nobody there. */
  first(): IdlePlace | undefined {
    let behind = 0;
    for (let seat = this.heap.first(); seat !== undefined; seat = this.heap.first()) {
      const { first } = seat.crew;
      if (!seat.retired && first !== undefined && first === seat.place) return first;
      behind += 1;
      // Where many have moved on, putting all seats in order anew takes less than moving one after the other.
      if (behind * 8 > this.heap.size) this.tidy();
      else if (seat.retired || first === undefined) {
        this.heap.pop();
        seat.place = undefined;
      } else {
        seat.place = first;
        this.heap.settle();
      }
    }
    return undefined;
  }

  *[Symbol.iterator](): Iterator<IdlePlace> {
    let place = this.first();
    if (place === undefined) return;
    // Most tasks go to the first: while nobody asks for the next one, nothing moves.
    yield place;
    const passed: Seat[] = [];
    const followers = new Heap<IdlePlace>(byIdleTime);
    try {
      this.take(passed);
      for (;;) {
        const follower = place.crew.after(place);
        if (follower !== undefined) followers.push(follower);
        place = this.next(followers, passed);
        if (place === undefined) return;
        yield place;
      }
    } finally {
      for (const seat of passed) this.heap.push(seat);
    }
  }

  /** The earlier of the next crew's first and the next follower in the crews passed. */
  private next(followers: Heap<IdlePlace>, passed: Seat[]): IdlePlace | undefined {
    const first = this.first();
    const follower = followers.first();
    if (first === undefined || (follower !== undefined && byIdleTime(follower, first) < 0)) return followers.pop();
    this.take(passed);
    return first;
  }

  private take(passed: Seat[]): void {
    const seat = this.heap.pop();
    if (seat !== undefined) passed.push(seat);
  }

  /** Brings every seat to its crew's first; forgets those that no longer count and those of crews without anybody ready. */
  private tidy(): void {
    this.heap.rebuild(stillCounts);
    this.tidyAt = Math.max(TIDY, this.heap.size * 2);
  }
}
