import { BaseWorker } from './entities/base-worker.ts';
import { nodeHost } from './host.node.ts';
import type { WorkerOptions } from './options.ts';

export type { Json, JsonObject, ReservationStatus, TaskStatus, TunnelMethod } from '@taskbay/protocol';
export type { CallOptions, Client, ClientRequest } from './commands/client.ts';
export type { StateChange } from './connection/connection.ts';
export type { ConnectionState, StateReason } from './connection/machine.ts';
export type { Events, Listener } from './emitter.ts';
export type { Activity } from './entities/activity.ts';
export type { BaseWorker, UpdateActivityOptions } from './entities/base-worker.ts';
export type { RejectOptions, Reservation, ReservationEvents } from './entities/reservation.ts';
export type { Task, TaskEvents } from './entities/task.ts';
export type { WorkerChannel, WorkerChannelEvents } from './entities/worker-channel.ts';
export type { SessionEvents, WorkerEvents } from './entities/worker-events.ts';
export { type ErrorDetails, TaskbayError, type TaskbayErrorCode } from './errors.ts';
export type { Clock, FetchFunction, FetchRequest, WebSocketConstructor, WebSocketLike } from './host.ts';
export type { Logger } from './log.ts';
export type { WorkerOptions } from './options.ts';
export type { Disconnection, Resync } from './session/session-event.ts';
export type { ReservationFailure } from './store/changes.ts';
export type { ActivityRecord, ChannelRecord, ReservationRecord, TaskRecord, WorkerRecord } from './store/records.ts';
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
