import type { CommandOf } from '../commands.ts';
import type { Subject } from '../events.ts';
import { emitQueueChange, emitReservation, emitTask, tellTaskUpdated } from '../lifecycle/emit.ts';
import { createReservation, moveReservation, moveReservationsIn, RESERVATION_EVENT } from '../lifecycle/reservation.ts';
import { currentTask, moveTask } from '../lifecycle/task.ts';
import { emitTransfer, moveTransfer, openTransfer, returnTask, tellReturned } from '../lifecycle/transfer.ts';
import { emitMoved, moveWorker } from '../lifecycle/worker.ts';
import type { Reservation, Task, Transfer } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { RULES } from '../rules.ts';
import { transferCalls } from '../telephony/transfer.ts';
import type { Transaction } from '../transaction.ts';
import { find, identity } from './context.ts';

type CreateTransfer = CommandOf<'transfer.create'>;

/** Hands a task on to a worker or a queue (XFER-1 … XFER-3). */
export function createTransfer(tx: Transaction, command: CreateTransfer): Subject {
  const reservation = initiating(tx, command);
  checkTask(tx, currentTask(tx, reservation.taskSid));
  checkPriority(command.priority);
  const toWorker = checkTarget(tx, command);
  const before = currentTask(tx, reservation.taskSid);
  const transfer = tx.put('transfer', {
    ...identity(tx, 'TT', command.sid),
    taskSid: before.sid,
    mode: command.mode,
    type: toWorker ? 'WORKER' : 'QUEUE',
    to: command.to,
    status: 'initiated',
    failedReason: null,
    initiatingReservationSid: reservation.sid,
    initiatingWorkerSid: reservation.workerSid,
    initiatingQueueSid: before.taskQueueSid,
    initiatingWorkflowSid: before.workflowSid,
  });
  const wrapped = command.mode === 'COLD' ? moveReservation(tx, reservation, 'wrap') : undefined;
  const task = toWorker ? handOver(tx, before, transfer, command) : requeue(tx, before, transfer, command);
  const made = toWorker ? offerTo(tx, task, transfer) : undefined;
  const moved = made === undefined ? undefined : moveWorker(tx, made.workerSid, made.reservationActivitySid);
  const calls = transferCalls(tx, reservation, command.mode);
  calls.tell();
  if (wrapped !== undefined) emitReservation(tx, RESERVATION_EVENT.wrap, wrapped);
  if (command.attributes === undefined && command.priority === undefined) tellTaskUpdated(tx, task);
  else emitTask(tx, 'task.updated', task);
  emitTransfer(tx, 'task.transfer-initiated', transfer);
  if (made !== undefined) emitReservation(tx, 'reservation.created', made);
  else emitQueueChange(tx, before, task);
  emitMoved(tx, moved);
  calls.tellWorkers();
  return { ...tx.taskView(task), transfer };
}

function initiating(tx: Transaction, { reservationSid, taskSid, workerSid }: CreateTransfer): Reservation {
  const reservation = tx.tables.reservation.get(reservationSid);
  if (reservation === undefined || reservation.workerSid !== workerSid || reservation.taskSid !== taskSid) {
    return invalid('ReservationSid', `${reservationSid} is no reservation of task ${taskSid} by worker ${workerSid}`);
  }
  if (reservation.status === 'accepted') return reservation;
  return invalid(
    'ReservationSid',
    `${reservationSid} is ${reservation.status}; only an accepted one can be transferred`,
  );
}

function checkTask(tx: Transaction, task: Task): void {
  const open = openTransfer(tx.state, task);
  if (open !== undefined) invalid('TaskSid', `${task.sid} is being transferred already; cancel ${open.sid} first`);
  if (task.status !== 'assigned')
    invalid('TaskSid', `${task.sid} is ${task.status}; only an assigned task can be transferred`);
}

function checkPriority(priority: number | undefined): void {
  if (priority === undefined) return;
  if (Number.isInteger(priority) && priority >= 0 && priority <= RULES.maxPriority) return;
  invalid('Priority', `must be a whole number from 0 to ${RULES.maxPriority}`);
}

/** True for a worker, false for a queue. A worker has to be available and must not hold the task (XFER-2). */
function checkTarget(tx: Transaction, { to, taskSid }: CreateTransfer): boolean {
  const worker = tx.tables.worker.get(to);
  if (worker === undefined) {
    if (tx.tables.queue.has(to)) return false;
    return invalid('To', `${to} is neither a worker nor a task queue of workspace ${tx.workspace.sid}`);
  }
  if (tx.liveReservations(taskSid).some(({ workerSid }) => workerSid === to)) {
    invalid('To', `worker ${to} holds the task already`);
  }
  if (tx.tables.activity.get(worker.activitySid)?.available !== true) invalid('To', `worker ${to} is not available`);
  return true;
}

function handOver(tx: Transaction, task: Task, transfer: Transfer, command: CreateTransfer): Task {
  return moveTask(tx, task, 'handOver', { transferSid: transfer.sid, ...settings(command) });
}

function requeue(tx: Transaction, task: Task, transfer: Transfer, command: CreateTransfer): Task {
  const moved = task.taskQueueSid !== transfer.to;
  const requeued = moveTask(tx, task, 'requeue', {
    transferSid: transfer.sid,
    step: { kind: 'queue', enteredAt: tx.now },
    taskQueueSid: transfer.to,
    taskQueueEnteredDate: moved ? tx.now : task.taskQueueEnteredDate,
    ...settings(command),
  });
  tx.unplacedTasks.add(task.sid);
  return requeued;
}

function settings({ attributes, priority }: CreateTransfer): Partial<Task> {
  return { ...(attributes === undefined ? {} : { attributes }), ...(priority === undefined ? {} : { priority }) };
}

/** The other worker is asked whatever its capacity (XFER-2). */
function offerTo(tx: Transaction, task: Task, transfer: Transfer): Reservation {
  const workflow = task.workflowSid === null ? undefined : tx.tables.workflow.get(task.workflowSid);
  const timeout = workflow?.taskReservationTimeout ?? RULES.reservationTimeout;
  return createReservation(tx, task, find(tx, 'WK', transfer.to), timeout);
}

/** Takes an open transfer back: what it offered is canceled and the task is the initiator's again (XFER-6). */
export function cancelTransfer(tx: Transaction, command: CommandOf<'transfer.cancel'>): Subject {
  const transfer = tx.tables.transfer.get(command.sid);
  if (
    transfer === undefined ||
    transfer.initiatingWorkerSid !== command.workerSid ||
    transfer.taskSid !== command.taskSid
  ) {
    return reject({ code: 'not_found', prefix: 'TT', sid: command.sid });
  }
  if (transfer.status !== 'initiated') {
    return invalid('TransferStatus', `${transfer.sid} is ${transfer.status} and cannot be canceled any more`);
  }
  return endTransfer(tx, transfer, 'cancel');
}

/** Ends an open transfer before anybody has accepted it; the task is its initiator's again. */
export function endTransfer(tx: Transaction, transfer: Transfer, input: 'cancel' | 'fail', reason?: string): Subject {
  const canceled = moveReservationsIn(tx, transfer.taskSid, 'pending', 'cancel');
  const ended = moveTransfer(tx, transfer, input, reason ?? null);
  const task = returnTask(tx, ended);
  for (const reservation of canceled) emitReservation(tx, RESERVATION_EVENT.cancel, reservation);
  emitTransfer(tx, input === 'cancel' ? 'task.transfer-canceled' : 'task.transfer-failed', ended);
  tellReturned(tx, task);
  return { ...tx.taskView(task), transfer: ended };
}
