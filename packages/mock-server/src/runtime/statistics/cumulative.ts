import type { EngineEvent } from '../../engine/events.ts';
import type { Batch } from '../journal.ts';
import { ActivityLog, type Stay } from './activity-log.ts';
import { addCount, addWait, type Bucket, emptyBucket } from './bucket.ts';
import { recorded } from './record.ts';
import { RETENTION_MS, Series } from './series.ts';

/** Epoch milliseconds, both included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Commands between looks for what nobody can ask for any more. */
const SWEEP_EVERY = 10_000;

/** What happened in one workspace over the last 30 days, added up as it happens; a projection of its batches. */
export class Cumulative {
  /** Workspace, task queue, workflow or worker → task channel → what happened. */
  private readonly series = new Map<string, Map<string, Series>>();
  private readonly activities = new Map<string, ActivityLog>();
  private batches = 0;

  add(batch: Batch): void {
    for (const event of batch.events) {
      this.record(event, batch.now);
      this.follow(event, batch.now);
    }
    this.batches += 1;
    if (this.batches % SWEEP_EVERY === 0) this.sweep(batch.now - RETENTION_MS);
  }

  /** What happened to one of these in the window, all together; `taskChannelSid` undefined = on every channel. */
  sum(holders: Iterable<string>, { from, to }: Window, taskChannelSid?: string): Bucket {
    const sum = emptyBucket(from);
    for (const holder of holders) {
      const channels = this.series.get(holder);
      if (channels === undefined) continue;
      if (taskChannelSid !== undefined) channels.get(taskChannelSid)?.sum(sum, from, to);
      else for (const series of channels.values()) series.sum(sum, from, to);
    }
    return sum;
  }

  /** How long workers stayed in activities; of all workers there were when none are named. */
  *stays({ from, to }: Window, workers?: Iterable<string>): Iterable<Stay> {
    for (const worker of workers ?? this.activities.keys()) {
      const log = this.activities.get(worker);
      if (log !== undefined) yield* log.stays(from, to);
    }
  }

  private record(event: EngineEvent, now: number): void {
    const figures = recorded(event, now);
    if (figures === undefined) return;
    for (const holder of figures.holders) {
      const bucket = this.seriesOf(holder, figures.taskChannelSid).bucket(now);
      addCount(bucket, figures.count);
      for (const [name, milliseconds] of figures.waits) addWait(bucket, name, milliseconds);
    }
  }

  private follow({ type, resourceSid, subject }: EngineEvent, now: number): void {
    if (type !== 'worker.created' && type !== 'worker.activity.update' && type !== 'worker.deleted') return;
    let log = this.activities.get(resourceSid);
    if (log === undefined) {
      log = new ActivityLog();
      this.activities.set(resourceSid, log);
    }
    log.enter(type === 'worker.deleted' ? undefined : subject.worker?.activitySid, now);
  }

  private seriesOf(holder: string, taskChannelSid: string): Series {
    let channels = this.series.get(holder);
    if (channels === undefined) {
      channels = new Map();
      this.series.set(holder, channels);
    }
    let series = channels.get(taskChannelSid);
    if (series === undefined) {
      series = new Series();
      channels.set(taskChannelSid, series);
    }
    return series;
  }

  /** Forgets what ended before the retention: deleted queues and workers would pile up otherwise. */
  private sweep(before: number): void {
    for (const [holder, channels] of this.series) {
      for (const [channel, series] of channels) if ((series.newest ?? 0) < before) channels.delete(channel);
      if (channels.size === 0) this.series.delete(holder);
    }
    for (const [worker, log] of this.activities) if (log.goneBefore(before)) this.activities.delete(worker);
  }
}
