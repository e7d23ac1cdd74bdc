import type {
  JsonObject,
  ReservationStatus,
  TaskStatus,
  TransferMode,
  TransferStatus,
  TransferType,
} from '@taskbay/protocol';

/** What orders two readings of one object. Undefined means the wire did not say; null means it said there is none. */
export interface Reading {
  readonly sid: string;
  readonly version?: number | undefined;
  readonly dateUpdated?: Date | undefined;
}

/** What the SDK itself looks at in readings of any kind. */
export interface Row extends Reading {
  readonly status?: string | undefined;
  readonly taskSid?: string | undefined;
  readonly activitySid?: string | undefined;
  readonly activityName?: string | undefined;
  readonly available?: boolean | undefined;
  readonly attributes?: JsonObject | undefined;
  readonly capacity?: number | undefined;
}

/** A worker, as it was read last. */
export interface WorkerRecord extends Reading {
  readonly accountSid: string | undefined;
  readonly workspaceSid: string | undefined;
  readonly friendlyName: string;
  readonly attributes: JsonObject;
  readonly available: boolean | undefined;
  readonly activitySid: string;
  readonly activityName: string | undefined;
  readonly dateCreated: Date | undefined;
  readonly dateStatusChanged: Date | undefined;
}

/** An activity, as it was read last. */
export interface ActivityRecord extends Reading {
  readonly friendlyName: string;
  readonly available: boolean;
}

/** A channel of a worker, as it was read last. */
export interface ChannelRecord extends Reading {
  readonly workerSid: string | undefined;
  readonly taskChannelSid: string;
  readonly taskChannelUniqueName: string;
  readonly capacity: number;
  readonly available: boolean;
  readonly assignedTasks: number | undefined;
  readonly availableCapacityPercentage: number | undefined;
  readonly lastReservedTime: Date | undefined;
}

/** A task, as it was read last. */
export interface TaskRecord extends Reading {
  readonly attributes: JsonObject;
  readonly addons: JsonObject | undefined;
  /** Seconds since creation, at the moment the server wrote it. */
  readonly age: number | undefined;
  readonly status: TaskStatus;
  readonly priority: number | undefined;
  readonly reason: string | null | undefined;
  readonly routingTarget: string | null | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly queueSid: string | null | undefined;
  readonly queueName: string | null | undefined;
  readonly workflowSid: string | null | undefined;
  readonly workflowName: string | null | undefined;
  readonly taskChannelSid: string | null | undefined;
  readonly taskChannelUniqueName: string | null | undefined;
  readonly dateCreated: Date | undefined;
  readonly virtualStartTime: Date | undefined;
}

/** `unknown`: live when last heard of, and the server no longer knows it. */
export type ReservationState = ReservationStatus | 'unknown';

/** A reservation, as it was read last. */
export interface ReservationRecord extends Reading {
  readonly taskSid: string;
  readonly workerSid: string | undefined;
  readonly workerName: string | undefined;
  readonly status: ReservationState;
  /** Seconds a pending reservation waits for an answer. */
  readonly timeout: number | undefined;
  readonly canceledReasonCode: number | undefined;
  readonly dateCreated: Date | undefined;
  /** The transfer that brought the task here. */
  readonly transferSid: string | undefined;
}

/** A transfer, as it was read last. */
export interface TransferRecord extends Reading {
  readonly taskSid: string;
  readonly mode: TransferMode;
  readonly type: TransferType;
  readonly status: TransferStatus;
  readonly to: string;
  readonly reservationSid: string;
  readonly workerSid: string;
  readonly queueSid: string | null | undefined;
  readonly workflowSid: string | null | undefined;
  readonly failedReason: string | null | undefined;
  readonly dateCreated: Date | undefined;
}

/** A task queue, as it was read last. */
export interface TaskQueueRecord extends Reading {
  readonly friendlyName: string;
  readonly targetWorkers: string | null | undefined;
  readonly taskOrder: string | undefined;
  readonly maxReservedWorkers: number | undefined;
  readonly reservationActivitySid: string | null | undefined;
  readonly assignmentActivitySid: string | null | undefined;
  readonly dateCreated: Date | undefined;
}
