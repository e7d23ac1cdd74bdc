import type {
  JsonObject,
  ReservationStatus,
  TaskOrder,
  TaskStatus,
  TransferMode,
  TransferStatus,
  TransferType,
} from '@taskbay/protocol';
import type { QueueExpression } from './expressions/contexts.ts';
import type { TrailEntry } from './trace/trail.ts';
import type { Target, WorkflowConfiguration } from './workflow-config/configuration.ts';

/** Times in records are epoch milliseconds of server time; records are immutable and replaced as a whole. */
export type Instant = number;

/** A due moment; `sequence` orders timers that fall due at the same instant. */
export interface Timer {
  readonly due: Instant;
  readonly sequence: number;
}

/** Attributes as sent (`text`, returned verbatim) and parsed (`value`, read by expressions). */
export interface AttributesDocument {
  readonly text: string;
  readonly value: JsonObject;
}

export interface Dated {
  readonly sid: string;
  /** Order of creation within the workspace; refines equal creation dates. */
  readonly ordinal: number;
  readonly dateCreated: Instant;
  readonly dateUpdated: Instant;
}

export interface Workspace extends Dated {
  readonly accountSid: string;
  readonly friendlyName: string;
  readonly eventCallbackUrl: string | null;
  readonly eventsFilter: string | null;
  readonly multiTaskEnabled: boolean;
  readonly prioritizeQueueOrder: TaskOrder;
  readonly defaultActivitySid: string;
  readonly timeoutActivitySid: string;
}

export interface Activity extends Dated {
  readonly friendlyName: string;
  readonly available: boolean;
}

export interface TaskChannel extends Dated {
  readonly friendlyName: string;
  readonly uniqueName: string;
  readonly channelOptimizedRouting: boolean;
}

export interface TaskQueue extends Dated {
  readonly friendlyName: string;
  readonly targetWorkers: QueueExpression;
  readonly maxReservedWorkers: number;
  readonly taskOrder: TaskOrder;
  readonly reservationActivitySid: string | null;
  readonly assignmentActivitySid: string | null;
}

export interface Workflow extends Dated {
  readonly friendlyName: string;
  readonly configuration: WorkflowConfiguration;
  readonly assignmentCallbackUrl: string | null;
  readonly fallbackAssignmentCallbackUrl: string | null;
  /** Seconds a reservation may stay pending. */
  readonly taskReservationTimeout: number;
}

export interface Worker extends Dated {
  readonly friendlyName: string;
  readonly attributes: AttributesDocument;
  readonly activitySid: string;
  readonly dateStatusChanged: Instant;
  readonly version: number;
  /** Position in the order of reservations created; 0 = never reserved. The longest idle worker has the lowest. */
  readonly lastReserved: number;
}

export interface WorkerChannel extends Dated {
  readonly workerSid: string;
  readonly taskChannelSid: string;
  readonly capacity: number;
  readonly available: boolean;
  readonly pending: number;
  readonly accepted: number;
  readonly wrapping: number;
  readonly lastReserved: number;
  readonly lastReservedTime: Instant;
}

/**
 * Where a task waits. `workflow`: a target of the configuration that was current when the task entered;
 * `queue`: placed directly in a queue; `worker`: routed to one worker.
 */
export type Step =
  | {
      readonly kind: 'workflow';
      readonly configuration: WorkflowConfiguration;
      /** Index of the filter, or -1 for the default filter. */
      readonly filter: number;
      readonly target: number;
      readonly rule: Target;
      readonly enteredAt: Instant;
    }
  | { readonly kind: 'queue'; readonly enteredAt: Instant }
  | { readonly kind: 'worker'; readonly workerSid: string; readonly enteredAt: Instant };

export interface Task extends Dated {
  readonly attributes: AttributesDocument;
  readonly status: TaskStatus;
  readonly priority: number;
  readonly reason: string | null;
  /** Seconds the task may stay unassigned. */
  readonly timeout: number;
  readonly taskChannelSid: string;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  readonly taskQueueEnteredDate: Instant | null;
  readonly virtualStartTime: Instant;
  readonly version: number;
  readonly ignoreCapacity: boolean;
  readonly routingTarget: string | null;
  /** Moves from pending to reserved so far; a simultaneous batch counts once. */
  readonly assignmentCount: number;
  readonly step: Step | null;
  /** The latest step changes, oldest first; read by traces only. */
  readonly trail: readonly TrailEntry[];
  /** Configuration to enter from the top once the live reservation fails; null = go on in the step (FLOW-11, FLOW-12). */
  readonly redrive: WorkflowConfiguration | null;
  /** The transfer that has not ended (XFER-1). */
  readonly transferSid: string | null;
  /** Unassigned for too long → canceled. */
  readonly ttlTimer: Timer | null;
  /** Target timeout → next target; not interrupting a live reservation. */
  readonly stepTimer: Timer | null;
  /** Assigned for 24 h → system deletion; or ended 5 min ago → removal. */
  readonly endTimer: Timer | null;
}

export interface Reservation extends Dated {
  readonly taskSid: string;
  readonly workerSid: string;
  readonly taskQueueSid: string | null;
  readonly workflowSid: string | null;
  readonly taskChannelSid: string;
  readonly status: ReservationStatus;
  /** Seconds it may stay pending. */
  readonly timeout: number;
  readonly timer: Timer | null;
  readonly workerPreviousActivitySid: string;
  /** The transfer it came from. */
  readonly transferSid: string | null;
  /** Why it was canceled, in numbers of the service's error dictionary; null without one (CALL-6). */
  readonly canceledReasonCode: number | null;
  /** Activity it put its worker in; null when it moved nobody (RESV-12). */
  readonly reservationActivitySid: string | null;
  /** The worker's `lastReserved`, and its channel's, before this reservation: its place in the idle order then. */
  readonly idleBefore: { readonly worker: number; readonly channel: number };
  readonly version: number;
}

/** A task on its way from one worker to another worker or a queue. */
export interface Transfer extends Dated {
  readonly taskSid: string;
  readonly mode: TransferMode;
  readonly type: TransferType;
  /** `WK…` or `WQ…`. */
  readonly to: string;
  readonly status: TransferStatus;
  readonly failedReason: string | null;
  readonly initiatingReservationSid: string;
  readonly initiatingWorkerSid: string;
  readonly initiatingQueueSid: string | null;
  readonly initiatingWorkflowSid: string | null;
}
