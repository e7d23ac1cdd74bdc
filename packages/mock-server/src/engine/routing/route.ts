import { waitingPlace } from '../indexes/waiting.ts';
import { emitReservation } from '../lifecycle/emit.ts';
import { createReservation } from '../lifecycle/reservation.ts';
import { currentTask, movedTask } from '../lifecycle/task.ts';
import { emitMoved, moveWorker } from '../lifecycle/worker.ts';
import type { Task, Worker } from '../records.ts';
import { RULES } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import { candidates } from './candidates.ts';
import { nextTask } from './next-task.ts';
import { skipHolds } from './skip.ts';
import { leaveStep } from './workflow.ts';

/**
 * Runs routing until nothing moves (BEHAVIOUR: ROUTE-2). Workers freed by the command choose first, each the best
 * task it may have; a task goes to the best of its candidates, who need not be the worker that asked. Then tasks
 * that entered a step look for a worker, and leave by `skip_if` when there is none.
 */
export function route(tx: Transaction): void {
  let contested = false;
  while (!tx.isRouted) {
    contested ||= tx.isContested;
    serveFreedWorkers(tx, contested);
    const task = takeUnplacedTask(tx);
    if (task !== undefined) placeTask(tx, task, contested);
  }
}

function serveFreedWorkers(tx: Transaction, contested: boolean): void {
  const first = tx.takeFreed();
  if (first === undefined) return;
  if (tx.freedWorkers.isEmpty) {
    serveWorker(tx, first, contested);
    return;
  }
  const workers: Worker[] = [];
  for (let sid: string | undefined = first; sid !== undefined; sid = tx.takeFreed()) {
    const worker = tx.worker(sid);
    if (worker !== undefined) workers.push(worker);
  }
  workers.sort((a, b) => a.lastReserved - b.lastReserved || a.ordinal - b.ordinal);
  for (const { sid } of workers) serveWorker(tx, sid, contested);
}

function takeUnplacedTask(tx: Transaction): Task | undefined {
  const sid = tx.takeUnplaced();
  return sid === undefined ? undefined : tx.task(sid);
}

function serveWorker(tx: Transaction, workerSid: string, contested: boolean): void {
  for (;;) {
    tx.settle();
    const worker = tx.worker(workerSid);
    const task = worker === undefined ? undefined : nextTask(tx.state, worker, tx.now);
    if (task === undefined || !offer(tx, task, contested)) return;
  }
}

function placeTask(tx: Transaction, task: Task, contested: boolean): void {
  const entered = tx.enteredSteps.delete(task.sid);
  if (waitingPlace(task) === undefined || offer(tx, task, contested)) return;
  if (!entered || task.step?.kind !== 'workflow') return;
  const counted = skipHolds(tx.state, task);
  if (counted !== undefined) leaveStep(tx, task.sid, task.step, 'skip', counted);
}

/**
 * Offers the task to its best candidates; false when nobody may have it now. When several workers or tasks are looked
 * at together, one of the candidates may have a better task, and that is offered first.
 */
function offer(tx: Transaction, task: Task, contested: boolean): boolean {
  let next = task;
  for (;;) {
    const chosen = bestCandidates(tx, next);
    if (chosen.length === 0) return false;
    const better = contested ? betterTask(tx, next, chosen) : undefined;
    if (better === undefined) {
      reserve(tx, next, chosen);
      if (next === task) return true;
    }
    next = better ?? task;
  }
}

function bestCandidates(tx: Transaction, task: Task): readonly Worker[] {
  const queue = task.taskQueueSid === null ? undefined : tx.tables.queue.get(task.taskQueueSid);
  return candidates(tx.state, task, queue?.maxReservedWorkers ?? 1, tx.now);
}

/** What one of these workers would choose before the task. All rank tasks alike, so that this ends. */
function betterTask(tx: Transaction, task: Task, workers: readonly Worker[]): Task | undefined {
  tx.settle();
  for (const worker of workers) {
    const chosen = nextTask(tx.state, worker, tx.now);
    if (chosen !== undefined && chosen.sid !== task.sid) return chosen;
  }
  return undefined;
}

function reserve(tx: Transaction, task: Task, chosen: readonly Worker[]): void {
  const reserved = movedTask(tx, currentTask(tx, task.sid), 'reserve');
  reserved.assignmentCount = task.assignmentCount + 1;
  tx.putTask(reserved);
  tx.setPlaced(task.sid);
  const workflow = task.workflowSid === null ? undefined : tx.tables.workflow.get(task.workflowSid);
  const timeout = workflow?.taskReservationTimeout ?? RULES.reservationTimeout;
  const reservations = chosen.map((worker) => createReservation(tx, reserved, worker, timeout));
  const moved = reservations.map((made) => moveWorker(tx, made.workerSid, made.reservationActivitySid));
  for (const reservation of reservations) emitReservation(tx, 'reservation.created', reservation);
  for (const worker of moved) emitMoved(tx, worker);
}
