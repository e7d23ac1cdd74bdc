import { RETENTION_MS } from './series.ts';

/** Time spent in an activity without a break, cut to a window; milliseconds. */
export interface Stay {
  readonly activitySid: string;
  readonly milliseconds: number;
}

interface Entry {
  readonly at: number;
  /** Undefined: the worker was deleted. */
  readonly activitySid: string | undefined;
}

/** Changes of activity that are kept of one worker. */
const MAX_ENTRIES = 10_000;
/** Entries that may be overdue before they are dropped. */
const SLACK = 64;

/** Which activity a worker was in and since when, over the last 30 days. */
export class ActivityLog {
  private entries: Entry[] = [];

  /** From now on the worker is in this activity, or gone. */
  enter(activitySid: string | undefined, now: number): void {
    this.entries.push({ at: now, activitySid });
    const first = this.entries[SLACK];
    if (this.entries.length > MAX_ENTRIES + SLACK || (first !== undefined && first.at < now - RETENTION_MS)) {
      const oldest = Math.max(this.indexAt(now - RETENTION_MS), this.entries.length - MAX_ENTRIES);
      this.entries = this.entries.slice(oldest);
    }
  }

  /** Stays that overlap the window, oldest first. Stays of no length are none. */
  *stays(from: number, to: number): Iterable<Stay> {
    for (let index = this.indexAt(from); index < this.entries.length; index += 1) {
      const { at, activitySid } = this.entries[index] as Entry;
      if (at >= to) return;
      const end = Math.min(this.entries[index + 1]?.at ?? to, to);
      const milliseconds = end - Math.max(at, from);
      if (activitySid !== undefined && milliseconds > 0) yield { activitySid, milliseconds };
    }
  }

  /** True when the worker was deleted before this instant. */
  goneBefore(instant: number): boolean {
    const last = this.entries.at(-1);
    return last !== undefined && last.activitySid === undefined && last.at < instant;
  }

  /** Index of the entry that was in force at an instant, or of the first. */
  private indexAt(instant: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle] as Entry).at <= instant) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
