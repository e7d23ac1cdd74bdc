import type { Activity, TaskChannel, TaskQueue, Workflow, Workspace } from '../../engine/records.ts';
import type { ReservationView, TaskView, WorkerChannelView, WorkerView } from '../../engine/views/subjects.ts';
import type { JournalLine } from '../../runtime/journal.ts';
import type { BulkStatisticsView, StatisticsView } from './statistics/views.ts';

interface In {
  readonly workspace: Workspace;
}

/** What a representation of each resource is made from, whichever wire writes it. */
export interface Views {
  workspace: In & { readonly defaultActivity: Activity; readonly timeoutActivity: Activity };
  activity: In & { readonly activity: Activity };
  taskChannel: In & { readonly channel: TaskChannel };
  taskQueue: In & {
    readonly queue: TaskQueue;
    readonly reservationActivity: Activity | undefined;
    readonly assignmentActivity: Activity | undefined;
  };
  workflow: In & { readonly workflow: Workflow };
  worker: WorkerView;
  workerChannel: WorkerChannelView;
  task: TaskView;
  /** REST writes the URL under the parent that the request named. */
  reservation: ReservationView & { readonly parent: 'task' | 'worker' };
  event: In & { readonly line: JournalLine };
  statistics: StatisticsView;
  bulkStatistics: BulkStatisticsView;
}

export type ResourceName = keyof Views;
