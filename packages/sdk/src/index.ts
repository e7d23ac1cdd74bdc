import { BaseSupervisor } from './entities/base-supervisor.ts';
import { BaseTaskQueue, type TaskQueueOptions } from './entities/base-task-queue.ts';
import { BaseWorker } from './entities/base-worker.ts';
import { BaseWorkspace } from './entities/base-workspace.ts';
import { nodeHost } from './host.node.ts';
import type { ClientOptions, WorkerOptions } from './options.ts';

export type { Json, JsonObject, ReservationStatus, TaskStatus, TunnelMethod } from '@taskbay/protocol';
export type { CallOptions, Client, ClientRequest, UpdateOptions } from './commands/client.ts';
export type { StateChange } from './connection/connection.ts';
export type { ConnectionState, StateReason } from './connection/machine.ts';
export type { Events, Listener } from './emitter.ts';
export type { Activity } from './entities/activity.ts';
export type { BaseSupervisor } from './entities/base-supervisor.ts';
export type { BaseTaskQueue, TaskQueueOptions } from './entities/base-task-queue.ts';
export type { BaseWorker, UpdateActivityOptions } from './entities/base-worker.ts';
export type { BaseWorkspace, TaskQueuesQuery, WorkersQuery } from './entities/base-workspace.ts';
export type { ChannelClient } from './entities/channel-client.ts';
export type {
  CallInstructionOptions,
  ConferenceOptions,
  DequeueOptions,
  HoldOptions,
  RedirectOptions,
  WorkerParticipantOptions,
} from './entities/instructions.ts';
export type { NewTask } from './entities/new-task.ts';
export type { RejectOptions, Reservation, ReservationEvents } from './entities/reservation.ts';
export type { Task, TaskEvents, TransferOptions } from './entities/task.ts';
export type { Transfer, TransferEvents } from './entities/transfer.ts';
export type { WorkerChannel, WorkerChannelEvents } from './entities/worker-channel.ts';
export type { SessionEvents, WorkerEvents } from './entities/worker-events.ts';
export { type ErrorDetails, TaskbayError, type TaskbayErrorCode } from './errors.ts';
export type { Clock, FetchFunction, FetchRequest, WebSocketConstructor, WebSocketLike } from './host.ts';
export type { Logger } from './log.ts';
export type { ClientOptions, WorkerOptions } from './options.ts';
export type { Disconnection, Resync } from './session/session-event.ts';
export type { ReservationFailure } from './store/facts.ts';
export type {
  ActivityRecord,
  ChannelRecord,
  ReservationRecord,
  ReservationState,
  TaskQueueRecord,
  TaskRecord,
  TransferRecord,
  WorkerRecord,
} from './store/records.ts';
export type { WireGeneration } from './wire/wire.ts';

/**
 * A worker's session: `new Worker(token, { serverUrl })`. Takes an access token (v2 wire) or a capability token (v1 wire)
 * and connects by itself.
 */
export class Worker extends BaseWorker {
  constructor(token: string, options: WorkerOptions = {}) {
    super(token, options, nodeHost);
  }
}

/** A worker whose token has the role `supervisor`. */
export class Supervisor extends BaseSupervisor {
  constructor(token: string, options: WorkerOptions = {}) {
    super(token, options, nodeHost);
  }
}

/** A workspace: `new Workspace(token, { serverUrl })`. Opens no socket. */
export class Workspace extends BaseWorkspace {
  constructor(token: string, options: ClientOptions = {}) {
    super(token, options, nodeHost);
  }
}

/** A task queue: `new TaskQueue(token, { serverUrl })`. Opens no socket. */
export class TaskQueue extends BaseTaskQueue {
  constructor(token: string, options: TaskQueueOptions = {}) {
    super(token, options, nodeHost);
  }
}
