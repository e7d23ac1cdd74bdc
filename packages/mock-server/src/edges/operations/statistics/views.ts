import type { Activity, Workspace } from '../../../engine/records.ts';
import type { Bucket } from '../../../runtime/statistics/bucket.ts';
import type { Window } from '../../../runtime/statistics/cumulative.ts';
import type { LiveSummary } from '../../../runtime/statistics/live-tasks.ts';

/** What statistics are about; it decides which figures there are. */
export type StatisticsKind = 'workspace' | 'queue' | 'workflow' | 'workers' | 'worker';

/** Stays of workers in one activity; milliseconds. */
export interface ActivityDuration {
  readonly activity: Activity;
  readonly count: number;
  readonly total: number;
  readonly min: number;
  readonly max: number;
}

export interface CumulativeView {
  readonly window: Window;
  readonly sum: Bucket;
  /** Seconds. */
  readonly thresholds: readonly number[] | undefined;
  /** Of workers only. */
  readonly durations: readonly ActivityDuration[];
}

export interface RealtimeView {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly tasks: LiveSummary | undefined;
  readonly totalWorkers: number;
  readonly availableWorkers: number;
  readonly activities: readonly { readonly activity: Activity; readonly workers: number }[];
}

/** One statistics resource. `flat`: one of the two groups of figures, at the top of the answer. */
export interface StatisticsView {
  readonly workspace: Workspace;
  readonly kind: StatisticsKind;
  /** SID of the queue, workflow or worker; undefined when it is about the whole workspace. */
  readonly sid: string | undefined;
  /** Below the workspace; undefined for an item of a list. */
  readonly path: readonly string[] | undefined;
  readonly flat: boolean;
  readonly cumulative: CumulativeView | undefined;
  readonly realtime: RealtimeView | undefined;
}

export interface BulkStatisticsView {
  readonly workspace: Workspace;
  readonly queues: readonly { readonly sid: string; readonly realtime: RealtimeView }[];
}
