import { Heap } from '../heap.ts';
import type { Crew } from './crews.ts';

/** Where a worker stands in the idle order of a task channel; `rank` is the position of its last reservation. */
export interface IdlePlace {
  readonly workerSid: string;
  readonly crew: Crew;
  readonly rank: number;
  readonly ordinal: number;
}

/** Longest idle first: never reserved, then the oldest last reservation; ties by creation (BEHAVIOUR: ROUTE-8). */
export function byIdleTime(a: IdlePlace, b: IdlePlace): number {
  return a.rank - b.rank || a.ordinal - b.ordinal;
}

/** The ready workers of the crews, each crew in idle order. */
export interface ReadyCrews {
  first(crew: Crew): IdlePlace | undefined;
  after(place: IdlePlace): IdlePlace | undefined;
}

/**
 * The ready workers of one queue, longest idle first, as a merge of its crews. It holds at least one place per crew
 * that has a ready worker, none later than the crew's first: a crew's first that comes earlier is told by `push`,
 * that it has gone or come later is found out when somebody asks. So nobody who becomes busy costs a queue anything.
 */
export class IdleLine implements Iterable<IdlePlace> {
  private readonly heap = new Heap<IdlePlace>(byIdleTime);
  private readonly crews: ReadyCrews;
  private tidyAt = 64;

  constructor(crews: ReadyCrews) {
    this.crews = crews;
  }

  push(place: IdlePlace): void {
    this.heap.push(place);
    if (this.heap.size > this.tidyAt) this.tidy();
  }

  *[Symbol.iterator](): Iterator<IdlePlace> {
    // Most tasks go to the first: while nobody asks for the next one, nothing moves.
    let place = this.head();
    if (place === undefined) return;
    yield place;
    const passed: IdlePlace[] = [];
    const followers = new Heap<IdlePlace>(byIdleTime);
    try {
      for (; place !== undefined; place = this.next(followers, passed)) {
        if (passed.length > 0) yield place;
        else this.take(passed);
        const follower = this.crews.after(place);
        if (follower !== undefined) followers.push(follower);
      }
    } finally {
      for (const head of passed) this.heap.push(head);
    }
  }

  /** The first of the crews' firsts; drops or moves back the places before it that no longer are. */
  private head(): IdlePlace | undefined {
    for (let top = this.heap.first(); top !== undefined; top = this.heap.first()) {
      const first = this.crews.first(top.crew);
      if (first === top) return top;
      this.heap.pop();
      if (first !== undefined && byIdleTime(top, first) < 0) this.heap.push(first);
    }
    return undefined;
  }

  /** The earlier of the next crew's first and the next follower of crews passed. */
  private next(followers: Heap<IdlePlace>, passed: IdlePlace[]): IdlePlace | undefined {
    let head = this.head();
    // A place can be in the heap more than once.
    for (; head !== undefined && head === passed.at(-1); head = this.head()) this.heap.pop();
    const follower = followers.first();
    if (head === undefined || (follower !== undefined && byIdleTime(follower, head) < 0)) return followers.pop();
    this.take(passed);
    return head;
  }

  private take(passed: IdlePlace[]): void {
    const head = this.heap.pop();
    if (head !== undefined) passed.push(head);
  }

  private tidy(): void {
    const crews = new Set(this.heap.all().map(({ crew }) => crew));
    const firsts: IdlePlace[] = [];
    for (const crew of crews) {
      const first = this.crews.first(crew);
      if (first !== undefined) firsts.push(first);
    }
    this.heap.refill(firsts);
    this.tidyAt = Math.max(64, firsts.length * 2);
  }
}
