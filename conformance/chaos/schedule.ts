import { between, pick, type Random, weighted } from './random.ts';

/** Where in a session's life it is broken off. */
export const PHASES = [
  'before the upgrade',
  'after open, before the first frame',
  'during the first reads',
  'between two pages',
  'during a token renewal',
  'between command and reply',
  'between reply and frame',
  'with a frame under way',
  'at rest',
] as const;
export type Phase = (typeof PHASES)[number];

/**
 * How. `cut`: both ends are told, the server's late. `half-open`: nothing gets through any more and the client is not
 * told; the server's pings find out. `closed`: the server says goodbye, and what it sent before arrives.
 */
export type Break = 'cut' | 'half-open' | 'closed';

/** What becomes of one request. */
export type Passage = 'passes' | 'slow' | 'request lost' | 'reply lost' | 'unanswered' | 'overloaded';

/** What one session is in for. */
export interface SessionPlan {
  readonly phase: Phase;
  readonly how: Break;
  /** The phase is reached so often before it is made use of. */
  readonly skip: number;
  /** Milliseconds after opening at which the session breaks off at the latest. */
  readonly lasts: number;
}

/** Draws every fault of one agent's network from its own stream of numbers. */
export class Schedule {
  readonly #random: Random;
  /** No fault is drawn any more. */
  calm = false;

  constructor(random: Random) {
    this.#random = random;
  }

  session(): SessionPlan | undefined {
    if (this.calm) return undefined;
    const phase = pick(this.#random, PHASES);
    const how = weighted(this.#random, { cut: 6, 'half-open': 2, closed: 2 });
    // A token is renewed once in a minute or so: a session that is meant to end then has to live until then.
    const rare = phase === 'during a token renewal';
    const skip = rare ? 0 : between(this.#random, 0, 2);
    return { phase, how, skip, lasts: between(this.#random, 5_000, rare ? 200_000 : 60_000) };
  }

  request(): Passage {
    if (this.calm) return 'passes';
    return weighted(this.#random, {
      passes: 84,
      slow: 4,
      'request lost': 3,
      'reply lost': 4,
      unanswered: 2,
      overloaded: 3,
    });
  }

  /** Milliseconds that something takes to get across; seconds now and then. */
  latency(): number {
    const slow = !this.calm && this.#random() < 0.03;
    return slow ? between(this.#random, 1_000, 6_000) : between(this.#random, 1, 120);
  }

  /** Milliseconds of a request that is slow: some are longer than a client waits. */
  slowness(): number {
    return between(this.#random, 2_000, 20_000);
  }

  /** Milliseconds until the server learns of a cut. */
  noticed(): number {
    return between(this.#random, 0, 20_000);
  }

  oddly(probability: number): boolean {
    return !this.calm && this.#random() < probability;
  }
}
