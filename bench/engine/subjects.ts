import type { Subject } from '../../packages/mock-server/src/engine/events.ts';
import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from '../../packages/mock-server/src/engine/records.ts';
import type { State } from '../../packages/mock-server/src/engine/state.ts';

/** One record of each kind that entries show, to make copies of and refer to. */
export interface Samples {
  readonly workspace: Workspace;
  readonly activity: Activity;
  readonly channel: TaskChannel;
  readonly queue: TaskQueue;
  readonly workflow: Workflow;
  readonly worker: Worker;
  readonly workerChannel: WorkerChannel;
  readonly task: Task;
  readonly reservation: Reservation;
}

export function samplesOf({ tables }: State): Samples {
  return {
    workspace: first(tables.workspace),
    activity: first(tables.activity),
    channel: first(tables.channel),
    queue: first(tables.queue),
    workflow: first(tables.workflow),
    worker: first(tables.worker),
    workerChannel: first(tables.workerChannel),
    task: first(tables.task),
    reservation: first(tables.reservation),
  };
}

/** What an entry about a task shows, in the fields that the engine's have. */
export function taskSubject({ workspace, task, channel, queue, workflow }: Samples): Subject {
  return { workspace, task, channel, queue, workflow };
}

/** The same of an entry about a reservation. */
export function reservationSubject(samples: Samples): Subject {
  const { workspace, task, channel, queue, workflow, worker, activity, reservation } = samples;
  return {
    workspace,
    task,
    channel,
    queue,
    workflow,
    worker,
    activity,
    reservation,
    transfer: undefined,
    outgoingTransfer: undefined,
  };
}

function first<T>(rows: ReadonlyMap<string, T>): T {
  for (const row of rows.values()) return row;
  throw new Error('run some lifecycles first');
}
