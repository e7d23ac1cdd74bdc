import type { Subject } from '../events.ts';
import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  Worker,
  WorkerChannel,
  Workflow,
} from '../records.ts';
import type { State } from '../state.ts';
import { workspaceOf } from '../state.ts';

/** A task with the records its representation names; `queue` and `workflow` undefined when it has none. */
export interface TaskView extends Subject {
  readonly task: Task;
  readonly channel: TaskChannel;
  readonly queue: TaskQueue | undefined;
  readonly workflow: Workflow | undefined;
}

export interface WorkerView extends Subject {
  readonly worker: Worker;
  readonly activity: Activity;
}

export type ReservationView = TaskView & WorkerView & { readonly reservation: Reservation };

export type WorkerChannelView = WorkerView & { readonly workerChannel: WorkerChannel; readonly channel: TaskChannel };

type Readable = Pick<State, 'tables' | 'indexes'>;

/** The record, which must exist: every SID inside a record names one (delete constraints see to it). */
export function must<T>(record: T | undefined, sid: string): T {
  if (record === undefined) throw new Error(`${sid} is referenced but does not exist`);
  return record;
}

/** All views of a kind have the same fields, whether there is a queue or not, so that they have one hidden class. */
export function taskView(state: Readable, task: Task): TaskView {
  const { taskChannelSid, taskQueueSid, workflowSid } = task;
  return {
    workspace: workspaceOf(state),
    task,
    channel: must(state.tables.channel.get(taskChannelSid), taskChannelSid),
    queue: taskQueueSid === null ? undefined : state.tables.queue.get(taskQueueSid),
    workflow: workflowSid === null ? undefined : state.tables.workflow.get(workflowSid),
  };
}

export function workerView(state: Readable, worker: Worker): WorkerView {
  return {
    workspace: workspaceOf(state),
    worker,
    activity: must(state.tables.activity.get(worker.activitySid), worker.activitySid),
  };
}

export function reservationView(state: Readable, reservation: Reservation, ofTask?: TaskView): ReservationView {
  const { workspace, task, channel, queue, workflow } =
    ofTask ?? taskView(state, must(state.tables.task.get(reservation.taskSid), reservation.taskSid));
  const worker = must(state.tables.worker.get(reservation.workerSid), reservation.workerSid);
  const activity = must(state.tables.activity.get(worker.activitySid), worker.activitySid);
  const transfer = reservation.transferSid === null ? undefined : state.tables.transfer.get(reservation.transferSid);
  const open = task.transferSid === null ? undefined : state.tables.transfer.get(task.transferSid);
  const outgoingTransfer = open?.initiatingReservationSid === reservation.sid ? open : undefined;
  return { workspace, task, channel, queue, workflow, worker, activity, reservation, transfer, outgoingTransfer };
}

export function workerChannelView(state: Readable, workerChannel: WorkerChannel): WorkerChannelView {
  const worker = must(state.tables.worker.get(workerChannel.workerSid), workerChannel.workerSid);
  return {
    ...workerView(state, worker),
    workerChannel,
    channel: must(state.tables.channel.get(workerChannel.taskChannelSid), workerChannel.taskChannelSid),
  };
}
