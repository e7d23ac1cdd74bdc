import { type Bucket, emptyBucket, mergeInto } from './bucket.ts';

/** How far back statistics reach (limits page). */
export const RETENTION_MS = 30 * 86_400_000;

const SECOND = 1_000;
const MINUTE = 60_000;
/** For so long a window is exact to the second, after that to the minute. */
export const FINE_MS = 6 * 3_600_000;
/** Buckets that may be overdue before they are tidied, so that tidying is rare. */
const SLACK = 256;

/**
 * What happened to one thing, newest last: a bucket for every second of the last hours in which something happened,
 * one for every such minute of the last 30 days. Its size is bounded by time, not by how much happened.
 */
export class Series {
  private fine: Bucket[] = [];
  private coarse: Bucket[] = [];

  /** The bucket of this instant; instants only grow. */
  bucket(now: number): Bucket {
    const at = floor(now, SECOND);
    const last = this.fine.at(-1);
    if (last !== undefined && last.at >= at) return last;
    const bucket = emptyBucket(at);
    this.fine.push(bucket);
    if (this.fine.length > SLACK && this.fine[SLACK] !== undefined && this.fine[SLACK].at < now - FINE_MS) {
      this.tidy(now);
    }
    return bucket;
  }

  /** Adds to `into` what happened from `from` to `to`, both included, to the second or minute that is kept. */
  sum(into: Bucket, from: number, to: number): void {
    for (const [buckets, step] of [
      [this.coarse, MINUTE],
      [this.fine, SECOND],
    ] as const) {
      const first = floor(from, step);
      for (let index = firstFrom(buckets, first); index < buckets.length; index += 1) {
        const bucket = buckets[index];
        if (bucket === undefined || bucket.at > to) break;
        mergeInto(into, bucket);
      }
    }
  }

  /** Start of the newest bucket; undefined when there is none. */
  get newest(): number | undefined {
    return this.fine.at(-1)?.at ?? this.coarse.at(-1)?.at;
  }

  private tidy(now: number): void {
    const older = firstFrom(this.fine, floor(now - FINE_MS, MINUTE));
    for (const bucket of this.fine.slice(0, older)) {
      const at = floor(bucket.at, MINUTE);
      let minute = this.coarse.at(-1);
      if (minute === undefined || minute.at < at) {
        minute = emptyBucket(at);
        this.coarse.push(minute);
      }
      mergeInto(minute, bucket);
    }
    this.fine = this.fine.slice(older);
    this.coarse = this.coarse.slice(firstFrom(this.coarse, floor(now - RETENTION_MS, MINUTE)));
  }
}

function floor(instant: number, step: number): number {
  return Math.floor(instant / step) * step;
}

/** Index of the first bucket at `at` or later. */
function firstFrom(buckets: readonly Bucket[], at: number): number {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((buckets[middle]?.at ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
