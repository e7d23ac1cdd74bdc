import { Heap } from '../heap.ts';
import { OrderedSet } from '../ordered-set.ts';
import type { Crew } from './crews.ts';

/** Seats of a line that are looked through rather than kept in order. */
const FEW = 64;

/** Where a worker stands in the idle order of a task channel; `rank` is the position of its last reservation. */
export interface IdlePlace {
  readonly workerSid: string;
  readonly crew: ReadyCrew;
  readonly rank: number;
  readonly ordinal: number;
}

/** Longest idle first: never reserved, then the oldest last reservation; ties by creation (BEHAVIOUR: ROUTE-8). */
export function byIdleTime(a: IdlePlace, b: IdlePlace): number {
  return a.rank - b.rank || a.ordinal - b.ordinal;
}

/** A crew's seat in the line of one queue. While it is in the heap, its place is not behind the crew's first. */
interface Seat {
  readonly crew: ReadyCrew;
  readonly line: IdleLine;
  place: IdlePlace | undefined;
  /** Another seat has taken over. */
  retired: boolean;
}

function bySeat(a: Seat, b: Seat): number {
  return byIdleTime(a.place as IdlePlace, b.place as IdlePlace);
}

/** The ready workers of a crew in idle order, and its seats in the lines of its queues. */
export class ReadyCrew {
  readonly crew: Crew;
  /** Its longest idle worker; at hand, since queues look at it whenever they are asked. */
  first: IdlePlace | undefined;
  private readonly places = new OrderedSet<IdlePlace>(byIdleTime);
  private readonly seats: Seat[] = [];

  constructor(crew: Crew) {
    this.crew = crew;
  }

  after(place: IdlePlace): IdlePlace | undefined {
    return this.places.after(place);
  }

  /** Takes a seat in a line. */
  join(line: IdleLine): void {
    const seat: Seat = { crew: this, line, place: undefined, retired: false };
    this.seats.push(seat);
    if (this.first !== undefined) line.sit(seat, this.first);
  }

  delete(place: IdlePlace): void {
    this.places.delete(place);
    this.first = this.places.first();
  }

  add(place: IdlePlace): void {
    this.places.add(place);
    this.first = this.places.first();
    if (this.first !== place) return;
    for (let at = 0; at < this.seats.length; at += 1) {
      const seat = this.seats[at] as Seat;
      if (seat.place === undefined) seat.line.sit(seat, place);
      else if (byIdleTime(place, seat.place) < 0) this.seats[at] = takeOver(seat, place);
    }
  }
}

/** Brings a seat to its crew's first; false when nobody of the crew is ready, or the seat was taken over. */
function stillCounts(seat: Seat): boolean {
  seat.place = seat.retired ? undefined : seat.crew.first;
  return seat.place !== undefined;
}

/** What is in a heap cannot change its place there. */
function takeOver(seat: Seat, place: IdlePlace): Seat {
  const { crew, line } = seat;
  const next: Seat = { crew, line, place: undefined, retired: false };
  seat.retired = true;
  line.sit(next, place);
  return next;
}

/**
 * The ready workers of one queue, longest idle first, as a merge of its crews. A crew's seat comes forward at once when
 * the crew gets an earlier first; that its first has gone is found out when somebody asks. So who becomes busy, and who
 * becomes ready again behind the place the seat still has, costs a queue nothing.
 */
export class IdleLine implements Iterable<IdlePlace> {
  private readonly heap = new Heap<Seat>(bySeat);
  private tidyAt = FEW;

  sit(seat: Seat, place: IdlePlace): void {
    seat.place = place;
    this.heap.push(seat);
    if (this.heap.size > this.tidyAt) this.tidy();
  }

  /** The longest idle of all. */
  first(): IdlePlace | undefined {
    const seat = this.heap.first();
    if (seat !== undefined && !seat.retired && seat.place === seat.crew.first) return seat.place;
    return this.heap.size > FEW ? this.settled() : this.earliest();
  }

  /** In a short line looking at every crew takes less than putting their seats in order. */
  private earliest(): IdlePlace | undefined {
    let earliest: IdlePlace | undefined;
    for (const { crew, retired } of this.heap.all()) {
      const { first } = crew;
      if (retired || first === undefined) continue;
      if (earliest === undefined || byIdleTime(first, earliest) < 0) earliest = first;
    }
    return earliest;
  }

  /** The longest idle, whose seat is then the heap's first: drops or moves back those before it that have nobody there. */
  private settled(): IdlePlace | undefined {
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
      this.settled();
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
    const first = this.settled();
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
    this.tidyAt = Math.max(FEW, this.heap.size * 2);
  }
}
