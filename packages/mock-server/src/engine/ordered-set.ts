/** Total order: negative when `a` comes first; 0 only for the same element. */
export type Order<T> = (a: T, b: T) => number;

const CHUNK = 256;
/** Chunks that count as near an end. */
const NEAR = 4;

/**
 * Sorted set as a list of short sorted chunks: add, delete and first cost a binary search and a move within one
 * chunk, iteration is in order. An element must not change its place while it is in the set.
 */
export class OrderedSet<T> implements Iterable<T> {
  private chunks: T[][] = [];
  private count = 0;
  private readonly order: Order<T>;

  /** `items` come in order already, each place once. */
  constructor(order: Order<T>, items: readonly T[] = []) {
    this.order = order;
    for (let start = 0; start < items.length; start += CHUNK) this.chunks.push(items.slice(start, start + CHUNK));
    this.count = items.length;
  }

  get size(): number {
    return this.count;
  }

  first(): T | undefined {
    return this.chunks[0]?.[0];
  }

  /** The item that comes next after this one, which is in the set. */
  after(item: T): T | undefined {
    const at = this.chunkFor(item);
    const chunk = this.chunks[at];
    if (chunk === undefined) return undefined;
    return chunk[this.indexIn(chunk, item) + 1] ?? this.chunks[at + 1]?.[0];
  }

  add(item: T): void {
    const at = this.chunkToHold(item);
    const chunk = this.chunks[at];
    if (chunk === undefined) {
      this.chunks.push([item]);
    } else {
      const index = this.indexIn(chunk, item);
      const present = chunk[index];
      if (present !== undefined && this.order(present, item) === 0) {
        chunk[index] = item;
        return;
      }
      chunk.splice(index, 0, item);
      if (chunk.length > CHUNK * 2) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK));
    }
    this.count += 1;
  }

  delete(item: T): boolean {
    const at = this.chunkFor(item);
    const chunk = this.chunks[at];
    if (chunk === undefined) return false;
    const index = this.indexIn(chunk, item);
    const present = chunk[index];
    if (present === undefined || this.order(present, item) !== 0) return false;
    if (chunk.length === 1) this.chunks.splice(at, 1);
    else chunk.splice(index, 1);
    this.count -= 1;
    return true;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.chunks) yield* chunk;
  }

  /** What comes after a place, in order; the place itself may be empty. Nothing may change meanwhile. */
  *behind(place: T): Iterable<T> {
    const first = this.chunkFor(place);
    for (let at = first; at < this.chunks.length; at += 1) {
      const chunk = this.chunks[at] as T[];
      for (let index = at === first ? this.indexIn(chunk, place) : 0; index < chunk.length; index += 1) {
        const item = chunk[index] as T;
        if (this.order(item, place) > 0) yield item;
      }
    }
  }

  /** What comes before a place, the nearest first. */
  *ahead(place: T): Iterable<T> {
    const last = Math.min(this.chunkFor(place), this.chunks.length - 1);
    for (let at = last; at >= 0; at -= 1) {
      const chunk = this.chunks[at] as T[];
      for (let index = (at === last ? this.indexIn(chunk, place) : chunk.length) - 1; index >= 0; index -= 1) {
        yield chunk[index] as T;
      }
    }
  }

  /** Index of the chunk an item belongs into. Most items come last: that is looked at first. */
  private chunkToHold(item: T): number {
    const tail = this.chunks.length - 1;
    if (tail < 0) return 0;
    const last = this.chunks[tail]?.at(-1);
    return last === undefined || this.order(last, item) < 0 ? tail : this.chunkFor(item);
  }

  /** Index of the first chunk whose last element is not before `item`. */
  private chunkFor(item: T): number {
    let low = 0;
    let high = this.chunks.length;
    // Of many chunks, those near the ends are asked for most: the next deadlines, and what came in last.
    if (high > NEAR && this.isBehind(high - 2, item)) return this.isBehind(high - 1, item) ? high : high - 1;
    if (high > NEAR && !this.isBehind(NEAR - 1, item)) high = NEAR - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.isBehind(middle, item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether an item comes after all of a chunk. */
  private isBehind(at: number, item: T): boolean {
    const last = this.chunks[at]?.at(-1);
    return last !== undefined && this.order(last, item) < 0;
  }

  private indexIn(chunk: readonly T[], item: T): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const present = chunk[middle];
      if (present !== undefined && this.order(present, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
