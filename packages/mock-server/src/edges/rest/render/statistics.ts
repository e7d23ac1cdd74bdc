import type { Bucket, Count, WaitSummary } from '../../../runtime/statistics/bucket.ts';
import type {
  ActivityDuration,
  BulkStatisticsView,
  CumulativeView,
  RealtimeView,
  StatisticsKind,
  StatisticsView,
} from '../../operations/statistics/views.ts';
import { address, date, type RenderFacts } from './address.ts';

const RESERVATION_COUNTS = {
  reservations_created: 'reservationsCreated',
  reservations_accepted: 'reservationsAccepted',
  reservations_rejected: 'reservationsRejected',
  reservations_timed_out: 'reservationsTimedOut',
  reservations_canceled: 'reservationsCanceled',
  reservations_rescinded: 'reservationsRescinded',
} as const satisfies Record<string, Count>;

const ENDED = {
  tasks_canceled: 'tasksCanceled',
  tasks_completed: 'tasksCompleted',
  tasks_deleted: 'tasksDeleted',
  tasks_moved: 'tasksMoved',
} as const satisfies Record<string, Count>;

/** Counts of tasks by what the statistics are about. */
const TASK_COUNTS: { readonly [K in StatisticsKind]?: Readonly<Record<string, Count>> } = {
  workspace: { ...ENDED, tasks_created: 'tasksCreated', tasks_timed_out_in_workflow: 'tasksTimedOutInWorkflow' },
  queue: { ...ENDED, tasks_entered: 'tasksEntered' },
  workflow: { ...ENDED, tasks_entered: 'tasksEntered', tasks_timed_out_in_workflow: 'tasksTimedOutInWorkflow' },
};

/** Member that names the subject. */
const OWN_SID: { readonly [K in StatisticsKind]?: string } = {
  queue: 'task_queue_sid',
  workflow: 'workflow_sid',
  worker: 'worker_sid',
};

export function renderStatistics(view: StatisticsView, facts: RenderFacts) {
  const { workspace, kind, sid, path, flat, cumulative, realtime } = view;
  const ownSid = OWN_SID[kind];
  const groups = {
    ...(cumulative === undefined ? {} : { cumulative: cumulativeFigures(kind, cumulative) }),
    ...(realtime === undefined ? {} : { realtime: realtimeFigures(kind, realtime) }),
  };
  return {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    ...(ownSid === undefined ? {} : { [ownSid]: sid }),
    ...(path === undefined ? {} : { url: address(facts, workspace.sid, ...path) }),
    ...(flat ? { ...groups.cumulative, ...groups.realtime } : groups),
  };
}

export function renderBulkStatistics({ workspace, queues }: BulkStatisticsView, facts: RenderFacts) {
  const data = queues.map(({ sid, realtime }) => {
    const { longest_relative_task_age_in_queue, longest_relative_task_sid_in_queue, ...figures } = realtimeFigures(
      'queue',
      realtime,
    );
    return { task_queue_sid: sid, ...figures };
  });
  return {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    task_queue_data: data,
    task_queue_response_count: data.length,
    url: address(facts, workspace.sid, 'TaskQueues', 'RealTimeStatistics'),
  };
}

function cumulativeFigures(kind: StatisticsKind, { window, sum, thresholds, durations }: CumulativeView) {
  const counts = TASK_COUNTS[kind];
  const accepted = sum.waits.untilAccepted;
  return {
    start_time: date(window.from),
    end_time: date(window.to),
    ...counted(sum, RESERVATION_COUNTS),
    ...(counts === undefined
      ? { activity_durations: durations.map(duration) }
      : {
          avg_task_acceptance_time: waitFigures(accepted).avg,
          ...counted(sum, counts),
          wait_duration_until_accepted: waitFigures(accepted),
          wait_duration_until_canceled: waitFigures(sum.waits.untilCanceled),
          ...(kind === 'queue'
            ? { wait_duration_in_queue_until_accepted: waitFigures(sum.waits.inQueueUntilAccepted) }
            : {}),
          split_by_wait_time: thresholds === undefined ? null : split(sum, thresholds),
        }),
  };
}

function realtimeFigures(kind: StatisticsKind, view: RealtimeView): Record<string, unknown> {
  const { now, tasks, totalWorkers, availableWorkers } = view;
  const activities = view.activities.map(({ activity, workers }) => ({
    friendly_name: activity.friendlyName,
    sid: activity.sid,
    workers,
  }));
  if (tasks === undefined) return { activity_statistics: activities, total_workers: totalWorkers };
  const { statuses, priorities, oldest, firstEntered } = tasks;
  return {
    total_tasks: statuses.pending + statuses.reserved + statuses.assigned + statuses.wrapping,
    tasks_by_status: { ...statuses },
    tasks_by_priority: Object.fromEntries(priorities),
    longest_task_waiting_age: oldest === undefined ? 0 : Math.floor((now - oldest.dateCreated) / 1000),
    longest_task_waiting_sid: oldest?.sid ?? null,
    ...(kind === 'workflow' ? {} : { activity_statistics: activities }),
    ...(kind === 'workspace' ? { total_workers: totalWorkers } : {}),
    ...(kind === 'queue'
      ? {
          total_eligible_workers: totalWorkers,
          total_available_workers: availableWorkers,
          longest_relative_task_age_in_queue:
            firstEntered === undefined ? 0 : Math.floor((now - (firstEntered.taskQueueEnteredDate ?? now)) / 1000),
          longest_relative_task_sid_in_queue: firstEntered?.sid ?? null,
        }
      : {}),
  };
}

function counted(sum: Bucket, names: Readonly<Record<string, Count>>): Record<string, number> {
  return Object.fromEntries(Object.entries(names).map(([member, name]) => [member, sum.counts[name] ?? 0]));
}

/** Whole seconds. */
function waitFigures(summary: WaitSummary | undefined) {
  if (summary === undefined) return { avg: 0, min: 0, max: 0, total: 0 };
  const { count, total, min, max } = summary;
  return { avg: seconds(total / count), min: seconds(min), max: seconds(max), total: seconds(total) };
}

function duration({ activity, count, total, min, max }: ActivityDuration) {
  return {
    friendly_name: activity.friendlyName,
    sid: activity.sid,
    avg: count === 0 ? 0 : seconds(total / count),
    min: seconds(min),
    max: seconds(max),
    total: seconds(total),
  };
}

/** A wait of exactly the threshold counts as below it. */
function split(sum: Bucket, thresholds: readonly number[]) {
  const side = (wanted: (waited: number) => boolean) => ({
    tasks_canceled: countOf(sum.waits.untilCanceled, wanted),
    reservations_accepted: countOf(sum.waits.untilAccepted, wanted),
  });
  return Object.fromEntries(
    thresholds.map((limit) => [
      String(limit),
      { above: side((waited) => waited > limit), below: side((waited) => waited <= limit) },
    ]),
  );
}

function countOf(summary: WaitSummary | undefined, wanted: (waited: number) => boolean): number {
  let count = 0;
  for (const [waited, tasks] of summary?.bySeconds ?? []) if (wanted(waited)) count += tasks;
  return count;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
