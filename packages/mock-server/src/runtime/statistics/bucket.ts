/** What is counted (BEHAVIOUR: STAT-2 to STAT-5). */
export const COUNTS = [
  'reservationsCreated',
  'reservationsAccepted',
  'reservationsRejected',
  'reservationsTimedOut',
  'reservationsCanceled',
  'reservationsRescinded',
  'tasksCreated',
  'tasksEntered',
  'tasksMoved',
  'tasksCanceled',
  'tasksCompleted',
  'tasksDeleted',
  'tasksTimedOutInWorkflow',
] as const;

export type Count = (typeof COUNTS)[number];

/** Waits that are summed up, from the creation of the task or its entry into the queue. */
export type Wait = 'untilAccepted' | 'inQueueUntilAccepted' | 'untilCanceled';

/** Waits of many tasks, in milliseconds. */
export interface WaitSummary {
  count: number;
  total: number;
  min: number;
  max: number;
  /**
   * How many waited how long, in seconds rounded up: a wait is above a threshold of whole seconds exactly when this is.
   */
  readonly bySeconds: Map<number, number>;
}

/** What happened in one stretch of time; absent = nothing of the kind. */
export interface Bucket {
  /** Start of the stretch, epoch milliseconds. */
  readonly at: number;
  readonly counts: Partial<Record<Count, number>>;
  readonly waits: Partial<Record<Wait, WaitSummary>>;
}

export function emptyBucket(at: number): Bucket {
  return { at, counts: {}, waits: {} };
}

export function addCount(bucket: Bucket, name: Count, by = 1): void {
  bucket.counts[name] = (bucket.counts[name] ?? 0) + by;
}

/** `milliseconds`: how long one task waited. */
export function addWait(bucket: Bucket, name: Wait, milliseconds: number): void {
  const summary = summaryOf(bucket, name);
  const seconds = Math.ceil(milliseconds / 1000);
  summary.count += 1;
  summary.total += milliseconds;
  summary.min = Math.min(summary.min, milliseconds);
  summary.max = Math.max(summary.max, milliseconds);
  summary.bySeconds.set(seconds, (summary.bySeconds.get(seconds) ?? 0) + 1);
}

/** Adds everything of one bucket to another. */
export function mergeInto(target: Bucket, source: Bucket): void {
  for (const name of Object.keys(source.counts) as Count[]) addCount(target, name, source.counts[name]);
  for (const name of Object.keys(source.waits) as Wait[]) {
    const from = source.waits[name];
    if (from === undefined) continue;
    const to = summaryOf(target, name);
    to.count += from.count;
    to.total += from.total;
    to.min = Math.min(to.min, from.min);
    to.max = Math.max(to.max, from.max);
    for (const [seconds, count] of from.bySeconds) to.bySeconds.set(seconds, (to.bySeconds.get(seconds) ?? 0) + count);
  }
}

function summaryOf(bucket: Bucket, name: Wait): WaitSummary {
  const known = bucket.waits[name];
  if (known !== undefined) return known;
  const summary = { count: 0, total: 0, min: Number.POSITIVE_INFINITY, max: 0, bySeconds: new Map() };
  bucket.waits[name] = summary;
  return summary;
}
