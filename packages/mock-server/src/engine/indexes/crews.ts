/** Workers who are in exactly the same queues. A crew never changes its queues: a worker whose queues change goes to another. */
export interface Crew {
  readonly queues: ReadonlySet<string>;
  readonly workers: ReadonlySet<string>;
}

interface WritableCrew extends Crew {
  readonly workers: Set<string>;
  readonly hash: number;
}

/**
 * Which workers are in which queues, by crew: what it takes grows with the number of different combinations of queues
 * and not with workers times queues. The sets have no order that anything may depend on.
 */
export class Crews {
  private readonly byWorker = new Map<string, WritableCrew>();
  private readonly byQueue = new Map<string, Set<Crew>>();
  /** By a hash of their queues, whatever the order these came in. */
  private readonly byHash = new Map<number, WritableCrew[]>();

  of(workerSid: string): Crew | undefined {
    return this.byWorker.get(workerSid);
  }

  has(queueSid: string, workerSid: string): boolean {
    return this.byWorker.get(workerSid)?.queues.has(queueSid) ?? false;
  }

  queuesOf(workerSid: string): ReadonlySet<string> {
    return this.byWorker.get(workerSid)?.queues ?? NOTHING;
  }

  crewsOf(queueSid: string): ReadonlySet<Crew> {
    return this.byQueue.get(queueSid) ?? NOBODY;
  }

  *workersOf(queueSid: string): Iterable<string> {
    for (const crew of this.crewsOf(queueSid)) yield* crew.workers;
  }

  /** Puts a worker into exactly these queues. */
  assign(workerSid: string, queues: ReadonlySet<string>): void {
    const crew = this.crewIn(queues);
    const before = this.byWorker.get(workerSid);
    if (before === crew) return;
    crew.workers.add(workerSid);
    this.byWorker.set(workerSid, crew);
    if (before !== undefined) this.leave(before, workerSid);
  }

  remove(workerSid: string): void {
    const before = this.byWorker.get(workerSid);
    if (before === undefined) return;
    this.byWorker.delete(workerSid);
    this.leave(before, workerSid);
  }

  /** Takes workers into a queue they are not in, or out of one they are in. */
  toggle(queueSid: string, workerSids: Iterable<string>): void {
    const next = new Map<Crew, ReadonlySet<string>>();
    for (const sid of workerSids) {
      const crew = this.byWorker.get(sid);
      if (crew === undefined) continue;
      const queues = next.get(crew) ?? toggled(crew.queues, queueSid);
      next.set(crew, queues);
      this.assign(sid, queues);
    }
  }

  private crewIn(queues: ReadonlySet<string>): WritableCrew {
    const hash = hashOf(queues);
    let alike = this.byHash.get(hash);
    if (alike === undefined) {
      alike = [];
      this.byHash.set(hash, alike);
    }
    const known = alike.find((crew) => isSame(crew.queues, queues));
    if (known !== undefined) return known;
    const crew: WritableCrew = { queues, workers: new Set(), hash };
    alike.push(crew);
    for (const sid of queues) {
      const crews = this.byQueue.get(sid);
      if (crews === undefined) this.byQueue.set(sid, new Set([crew]));
      else crews.add(crew);
    }
    return crew;
  }

  private leave(crew: WritableCrew, workerSid: string): void {
    crew.workers.delete(workerSid);
    if (crew.workers.size > 0) return;
    for (const sid of crew.queues) {
      const crews = this.byQueue.get(sid);
      crews?.delete(crew);
      if (crews?.size === 0) this.byQueue.delete(sid);
    }
    const alike = this.byHash.get(crew.hash)?.filter((other) => other !== crew) ?? [];
    if (alike.length > 0) this.byHash.set(crew.hash, alike);
    else this.byHash.delete(crew.hash);
  }
}

const NOTHING: ReadonlySet<string> = new Set();
const NOBODY: ReadonlySet<Crew> = new Set();

function toggled(queues: ReadonlySet<string>, queueSid: string): ReadonlySet<string> {
  const result = new Set(queues);
  if (!result.delete(queueSid)) result.add(queueSid);
  return result;
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const item of a) if (!b.has(item)) return false;
  return true;
}

/** A sum, so that the order does not count; only the end of a SID, which is as random as all of it. */
function hashOf(sids: Iterable<string>): number {
  let sum = 0;
  for (const sid of sids) {
    let hash = sid.length;
    for (let index = Math.max(0, sid.length - 8); index < sid.length; index += 1) {
      hash = Math.imul(hash ^ sid.charCodeAt(index), 0x01000193);
    }
    sum = (sum + (hash ^ (hash >>> 15))) | 0;
  }
  return sum;
}
