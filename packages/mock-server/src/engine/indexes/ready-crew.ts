import { OrderedSet } from '../ordered-set.ts';
import type { Crew } from './crews.ts';

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

/** A crew's seat in a long line. While it is in the line's heap, its place is not behind the crew's first. */
export interface Seat {
  readonly crew: ReadyCrew;
  readonly line: { sit(seat: Seat, place: IdlePlace): void };
  place: IdlePlace | undefined;
  /** Another seat has taken over. */
  retired: boolean;
}

/** The ready workers of a crew in idle order, and its seats in the long lines of its queues. */
export class ReadyCrew {
  /** Of its longest idle worker, -1 when nobody is ready: at hand, since queues look at it whenever they are asked. */
  rank = -1;
  first: IdlePlace | undefined = undefined;
  readonly crew: Crew;
  /** All others: most crews are one worker, and need no set. */
  private others: OrderedSet<IdlePlace> | undefined;
  private readonly seats: Seat[] = [];

  constructor(crew: Crew) {
    this.crew = crew;
  }

  /** Whether it has come apart: from then on nobody comes back to it. */
  get isGone(): boolean {
    return this.crew.workers.size === 0;
  }

  after(place: IdlePlace): IdlePlace | undefined {
    return place === this.first ? this.others?.first() : this.others?.after(place);
  }

  /** Takes a seat in a long line. */
  sitIn(line: Seat['line']): void {
    const seat: Seat = { crew: this, line, place: undefined, retired: false };
    this.seats.push(seat);
    if (this.first !== undefined) line.sit(seat, this.first);
  }

  delete(place: IdlePlace): void {
    const { others } = this;
    if (place === this.first) {
      const next = others?.first();
      if (next !== undefined) others?.delete(next);
      this.first = next;
      this.rank = next === undefined ? -1 : next.rank;
    } else {
      others?.delete(place);
    }
  }

  add(place: IdlePlace): void {
    const { first } = this;
    if (first === undefined) {
      this.lead(place);
    } else {
      const leads = byIdleTime(place, first) < 0;
      this.others ??= new OrderedSet(byIdleTime);
      this.others.add(leads ? first : place);
      if (leads) this.lead(place);
    }
  }

  /** Makes a place the first; long lines hear of it when it comes before the one they know. */
  private lead(place: IdlePlace): void {
    this.first = place;
    this.rank = place.rank;
    for (let at = 0; at < this.seats.length; at += 1) {
      const seat = this.seats[at] as Seat;
      if (seat.place === undefined) seat.line.sit(seat, place);
      else if (byIdleTime(place, seat.place) < 0) this.seats[at] = takeOver(seat, place);
    }
  }
}

/** What is in a heap cannot change its place there. */
function takeOver(seat: Seat, place: IdlePlace): Seat {
  const { crew, line } = seat;
  const next: Seat = { crew, line, place: undefined, retired: false };
  seat.retired = true;
  line.sit(next, place);
  return next;
}
