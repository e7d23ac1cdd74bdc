import type { Activity } from '../../../engine/records.ts';
import { type State, workspaceOf } from '../../../engine/state.ts';
import type { Runtime } from '../../../runtime/runtime.ts';
import type { Window } from '../../../runtime/statistics/cumulative.ts';
import type { ActivityDuration, CumulativeView, RealtimeView, StatisticsKind } from './views.ts';

/** Where figures are kept. */
type Kept = Pick<Runtime, 'statistics'>;

/** What a request asks the figures of: one thing, or a choice of workers. */
export interface Subject {
  readonly kind: StatisticsKind;
  readonly sid: string | undefined;
  /** The workers that count; undefined = all of them. */
  readonly workers?: ReadonlySet<string>;
}

export interface Asked {
  readonly taskChannelSid: string | undefined;
  readonly thresholds: readonly number[] | undefined;
}

/** What happened in the window. */
export function cumulativeView(
  { statistics }: Kept,
  state: State,
  { kind, sid, workers }: Subject,
  { taskChannelSid, thresholds }: Asked,
  window: Window,
  now: number,
): CumulativeView {
  const workspaceSid = workspaceOf(state).sid;
  const kept = statistics.cumulative(workspaceSid);
  const ofWorkers = kind === 'worker' || kind === 'workers';
  const sum = kept.sum(workers ?? [sid ?? workspaceSid], window, taskChannelSid);
  const chosen = workers ?? (sid === undefined ? undefined : [sid]);
  const until = { from: window.from, to: Math.min(window.to, now) };
  const durations = ofWorkers ? durationsOf(state, kept.stays(until, chosen)) : [];
  return { window, sum, thresholds, durations };
}

interface Growing {
  count: number;
  total: number;
  min: number;
  max: number;
}

/** For every activity there is, in order of creation; one that nobody was in has zeros. */
function durationsOf(
  state: State,
  stays: Iterable<{ readonly activitySid: string; readonly milliseconds: number }>,
): ActivityDuration[] {
  const sums = new Map<string, Growing>();
  for (const { activitySid, milliseconds } of stays) {
    const sum = sums.get(activitySid) ?? { count: 0, total: 0, min: milliseconds, max: milliseconds };
    sum.count += 1;
    sum.total += milliseconds;
    sum.min = Math.min(sum.min, milliseconds);
    sum.max = Math.max(sum.max, milliseconds);
    sums.set(activitySid, sum);
  }
  const none = { count: 0, total: 0, min: 0, max: 0 };
  return [...state.tables.activity.values()].map((activity) => ({ activity, ...(sums.get(activity.sid) ?? none) }));
}

/** What is going on now. A queue's workers are those that match it, in whatever activity. */
export function realtimeView(
  { statistics }: Kept,
  state: State,
  { kind, sid, workers }: Subject,
  taskChannelSid: string | undefined,
  now: number,
): RealtimeView {
  const members = kind === 'queue' ? state.indexes.crews.workersOf(sid ?? '') : workers;
  const activities = members === undefined ? allWorkers(state) : countWorkers(state, members);
  const counts = [...state.tables.activity.values()].map((activity) => ({
    activity,
    workers: activities.get(activity.sid) ?? 0,
  }));
  const holder = sid ?? workspaceOf(state).sid;
  return {
    now,
    tasks: kind === 'workers' ? undefined : statistics.live(state).summary(holder, taskChannelSid),
    totalWorkers: total(counts),
    availableWorkers: total(counts.filter(({ activity }) => activity.available)),
    activities: counts,
  };
}

function allWorkers({ tables, indexes }: State): ReadonlyMap<string, number> {
  return new Map([...tables.activity.keys()].map((sid) => [sid, indexes.tally.workersIn(sid)]));
}

function countWorkers({ tables }: State, members: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const sid of members) {
    const worker = tables.worker.get(sid);
    if (worker !== undefined) counts.set(worker.activitySid, (counts.get(worker.activitySid) ?? 0) + 1);
  }
  return counts;
}

function total(counts: readonly { readonly activity: Activity; readonly workers: number }[]): number {
  return counts.reduce((sum, { workers }) => sum + workers, 0);
}
