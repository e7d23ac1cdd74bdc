import type { EventType } from '@taskbay/protocol';
import type { EventDetails } from '../events.ts';
import type { Reservation, Task, TaskQueue, Worker, WorkerChannel } from '../records.ts';
import type { Transaction } from '../transaction.ts';
import { knownWorker } from '../views/known-worker.ts';
import { workerChannelView, workerView } from '../views/subjects.ts';

/** Emits an event about a reservation to its worker, with the records as they stand now. */
export function emitReservation(tx: Transaction, type: EventType, reservation: Reservation): void {
  const view = tx.reservationView(reservation);
  tx.emit(type, 'WR', reservation.sid, view, withKnownWorker(tx, view.task), [reservation.workerSid]);
}

/** Emits an event about a task to every worker who holds it or has just let go of it. */
export function emitTask(
  tx: Transaction,
  type: EventType,
  task: Task,
  details: EventDetails = NO_DETAILS,
  queue?: TaskQueue,
): void {
  const view = tx.taskView(task);
  const told = withKnownWorker(tx, task, details);
  tx.emit(type, 'WT', task.sid, queue === undefined ? view : { ...view, queue }, told, taskHolders(tx, task));
}

/** Tells of the queue a task left, if any, and of the one it entered. Of a queue that is gone its SID is all there is to tell. */
export function emitQueueChange(tx: Transaction, before: Task, task: Task): void {
  const { taskQueueSid } = before;
  if (taskQueueSid === task.taskQueueSid) return;
  const previousQueue = taskQueueSid === null ? undefined : tx.tables.queue.get(taskQueueSid);
  if (previousQueue !== undefined) emitTask(tx, 'task-queue.moved', task, NO_DETAILS, previousQueue);
  else if (taskQueueSid !== null) {
    const left = { ...tx.taskView(task), task: { ...task, taskQueueSid }, queue: undefined };
    tx.emit('task-queue.moved', 'WT', task.sid, left, withKnownWorker(tx, task), taskHolders(tx, task));
  }
  emitTask(tx, 'task-queue.entered', task, previousQueue === undefined ? NO_DETAILS : { previousQueue });
}

/** Events of a step for a known worker name it (BEHAVIOUR: EVENT-6). */
function withKnownWorker(tx: Transaction, task: Task, details: EventDetails = NO_DETAILS): EventDetails {
  const known = task.step?.kind === 'workflow' ? task.step.rule.knownWorker : undefined;
  const knownWorkerSid = known === undefined ? undefined : knownWorker(tx.state, known, task);
  return knownWorkerSid === undefined ? details : { ...details, knownWorkerSid };
}

const NO_DETAILS: EventDetails = {};
const NOBODY: readonly string[] = [];

/** Tells the holders of a task that its status changed: `task.updated` on sockets only. */
export function tellTaskUpdated(tx: Transaction, task: Task): void {
  tx.tell('task.updated', task.sid, tx.taskView(task), taskHolders(tx, task));
}

export function emitWorker(tx: Transaction, type: EventType, worker: Worker, details: EventDetails = NO_DETAILS): void {
  tx.emit(type, 'WK', worker.sid, workerView(tx.state, worker), details, [worker.sid]);
}

export function emitWorkerChannel(
  tx: Transaction,
  type: EventType,
  channel: WorkerChannel,
  details: EventDetails = {},
): void {
  tx.emit(type, 'WK', channel.workerSid, workerChannelView(tx.state, channel), details, [channel.workerSid]);
}

function taskHolders(tx: Transaction, { sid, assignmentCount }: Task): readonly string[] {
  if (assignmentCount === 0) return NOBODY;
  const live = tx.liveReservations(sid);
  const parted = tx.partedFrom(sid);
  if (live.length === 0) return parted;
  const first = live[0];
  if (first !== undefined && live.length === 1 && parted.length === 0) return [first.workerSid];
  const workers = new Set(parted);
  for (const reservation of live) workers.add(reservation.workerSid);
  return [...workers];
}
