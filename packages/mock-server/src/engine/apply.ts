import type { Actor, Command, CommandType } from './commands.ts';
import type { EngineEvent, Subject } from './events.ts';
import { createActivity, deleteActivity, updateActivity } from './handlers/activity.ts';
import { setPhone, updateCall } from './handlers/call.ts';
import type { Handler, Handlers } from './handlers/context.ts';
import { instructReservation } from './handlers/instruction.ts';
import { updateParticipant } from './handlers/participant.ts';
import { cancelReservation, updateReservation } from './handlers/reservation.ts';
import { createTask, removeTaskByRequest, updateTask } from './handlers/task.ts';
import { createTaskChannel, deleteTaskChannel, updateTaskChannel } from './handlers/task-channel.ts';
import { createTaskQueue, deleteTaskQueue, updateTaskQueue } from './handlers/task-queue.ts';
import { fireTimer } from './handlers/timer.ts';
import { cancelTransfer, createTransfer } from './handlers/transfer.ts';
import { createWorker, deleteWorker, updateWorker } from './handlers/worker.ts';
import { updateWorkerChannel } from './handlers/worker-channel.ts';
import { createWorkflow, deleteWorkflow, updateWorkflow } from './handlers/workflow.ts';
import { initialiseWorkspace, noteDroppedCallbacks, updateWorkspace } from './handlers/workspace.ts';
import type { Instant } from './records.ts';
import type { Rejection } from './rejections.ts';
import { Rejected } from './rejections.ts';
import { route } from './routing/route.ts';
import type { State } from './state.ts';
import { Transaction } from './transaction.ts';

/**
 * An accepted command: its events in order and the records it is about as they stand. The state already shows the
 * change; exactly one of `commit` and `rollback` must follow before the next `apply`. `changed: false` needs neither
 * journal nor push.
 */
export interface Applied {
  readonly ok: true;
  readonly changed: boolean;
  readonly events: readonly EngineEvent[];
  readonly subject: Subject;
  commit(): void;
  rollback(): void;
}

/** Without closures of its own: commands are many. */
class Accepted implements Applied {
  readonly ok = true;
  readonly changed: boolean;
  readonly events: readonly EngineEvent[];
  readonly subject: Subject;
  private readonly tx: Transaction;

  constructor(tx: Transaction, subject: Subject) {
    this.changed = tx.changed;
    this.events = tx.events;
    this.subject = subject;
    this.tx = tx;
  }

  commit(): void {
    this.tx.commit();
  }

  rollback(): void {
    this.tx.rollback();
  }
}

export interface Refused {
  readonly ok: false;
  readonly rejection: Rejection;
}

const HANDLERS: Handlers = {
  'workspace.initialise': initialiseWorkspace,
  'workspace.update': updateWorkspace,
  'workspace.note-dropped-callbacks': noteDroppedCallbacks,
  'activity.create': createActivity,
  'activity.update': updateActivity,
  'activity.delete': deleteActivity,
  'task-channel.create': createTaskChannel,
  'task-channel.update': updateTaskChannel,
  'task-channel.delete': deleteTaskChannel,
  'task-queue.create': createTaskQueue,
  'task-queue.update': updateTaskQueue,
  'task-queue.delete': deleteTaskQueue,
  'workflow.create': createWorkflow,
  'workflow.update': updateWorkflow,
  'workflow.delete': deleteWorkflow,
  'worker.create': createWorker,
  'worker.update': updateWorker,
  'worker.delete': deleteWorker,
  'worker-channel.update': updateWorkerChannel,
  'task.create': createTask,
  'task.update': updateTask,
  'task.delete': removeTaskByRequest,
  'reservation.update': updateReservation,
  'reservation.cancel': cancelReservation,
  'reservation.instruct': instructReservation,
  'participant.update': updateParticipant,
  'call.update': updateCall,
  'phone.set': setPhone,
  'transfer.create': createTransfer,
  'transfer.cancel': cancelTransfer,
  'timer.fire': fireTimer,
};

/**
 * The whole engine: what a command does to a workspace at an instant. Same state, command and instant, same events.
 * A refused command leaves no trace.
 */
export function apply(state: State, command: Command, actor: Actor, now: Instant): Applied | Refused {
  const tx = new Transaction(state, actor, now);
  try {
    const handler = HANDLERS[command.type] as Handler<CommandType>;
    const subject = handler(tx, command);
    route(tx);
    tx.settle();
    return new Accepted(tx, subject);
  } catch (error) {
    tx.rollback();
    if (error instanceof Rejected) return { ok: false, rejection: error.rejection };
    throw error;
  }
}
