import type { JsonObject, TaskOrder, TransferMode } from '@taskbay/protocol';
import type { AttributesDocument } from './records.ts';
import type { TelephonyCommand } from './telephony/commands.ts';

/** Who asked: the account over REST, a worker over a socket, or the workspace itself (a timer). */
export interface Actor {
  readonly type: 'account' | 'worker' | 'workspace';
  readonly sid: string;
}

/** `sid` in a create command is for seeds; without it the workspace's stream draws one. */
interface Create {
  readonly sid?: string;
}

export interface ActivitySpec extends Create {
  readonly friendlyName: string;
  readonly available: boolean;
}

export interface TaskChannelSpec extends Create {
  readonly friendlyName: string;
  readonly uniqueName: string;
  readonly channelOptimizedRouting?: boolean;
}

export interface WorkspaceSettings {
  readonly friendlyName?: string;
  readonly eventCallbackUrl?: string | null;
  readonly eventsFilter?: string | null;
  readonly multiTaskEnabled?: boolean;
  readonly prioritizeQueueOrder?: TaskOrder;
  readonly defaultActivitySid?: string;
  readonly timeoutActivitySid?: string;
}

export interface TaskQueueSettings {
  readonly friendlyName?: string;
  readonly targetWorkers?: string;
  readonly maxReservedWorkers?: number;
  readonly taskOrder?: TaskOrder;
  readonly reservationActivitySid?: string;
  readonly assignmentActivitySid?: string;
}

export interface WorkflowSettings {
  readonly friendlyName?: string;
  /** JSON text, stored verbatim. */
  readonly configuration?: string;
  readonly assignmentCallbackUrl?: string | null;
  readonly fallbackAssignmentCallbackUrl?: string | null;
  readonly taskReservationTimeout?: number;
}

export interface WorkerSettings {
  readonly friendlyName?: string;
  readonly activitySid?: string;
  readonly attributes?: AttributesDocument;
}

export interface TaskSettings {
  readonly attributes?: AttributesDocument;
  readonly priority?: number;
  /** SID or unique name. */
  readonly taskChannel?: string;
  /** Epoch milliseconds. */
  readonly virtualStartTime?: number;
}

export interface CreateTask extends Create, TaskSettings {
  readonly type: 'task.create';
  readonly workflowSid?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly routingTarget?: string;
  readonly ignoreCapacity?: boolean;
  readonly taskQueueSid?: string;
}

export interface UpdateTask extends TaskSettings {
  readonly type: 'task.update';
  readonly sid: string;
  readonly version?: number;
  readonly assignmentStatus?: 'canceled' | 'wrapping' | 'completed';
  readonly reason?: string;
}

export type ReservationTarget = 'accepted' | 'rejected' | 'wrapping' | 'completed';

/** Names its parent so that a reservation of another task or worker is not found. */
export interface UpdateReservation {
  readonly type: 'reservation.update';
  readonly sid: string;
  readonly taskSid?: string;
  readonly workerSid?: string;
  readonly version?: number;
  readonly status: ReservationTarget;
  readonly workerActivitySid?: string;
}

export type TimerKind = 'task.ttl' | 'task.step' | 'task.end' | 'reservation.timeout' | 'call.ring';

export type Command =
  | ({
      readonly type: 'workspace.initialise';
      readonly sid: string;
      readonly accountSid: string;
      readonly friendlyName: string;
      readonly activities: readonly ActivitySpec[];
      readonly taskChannels: readonly TaskChannelSpec[];
      /** Names among `activities`. */
      readonly defaultActivity: string;
      readonly timeoutActivity: string;
    } & WorkspaceSettings)
  | ({ readonly type: 'workspace.update' } & WorkspaceSettings)
  | ({ readonly type: 'activity.create' } & ActivitySpec)
  | { readonly type: 'activity.update'; readonly sid: string; readonly friendlyName?: string }
  | { readonly type: 'activity.delete'; readonly sid: string }
  | ({ readonly type: 'task-channel.create' } & TaskChannelSpec)
  | {
      readonly type: 'task-channel.update';
      readonly sid: string;
      readonly friendlyName?: string;
      readonly channelOptimizedRouting?: boolean;
    }
  | { readonly type: 'task-channel.delete'; readonly sid: string }
  | ({ readonly type: 'task-queue.create'; readonly friendlyName: string } & Create & TaskQueueSettings)
  | ({ readonly type: 'task-queue.update'; readonly sid: string } & TaskQueueSettings)
  | { readonly type: 'task-queue.delete'; readonly sid: string }
  | ({ readonly type: 'workflow.create'; readonly friendlyName: string; readonly configuration: string } & Create &
      WorkflowSettings)
  | ({ readonly type: 'workflow.update'; readonly sid: string; readonly reEvaluateTasks?: boolean } & WorkflowSettings)
  | { readonly type: 'workflow.delete'; readonly sid: string }
  | ({
      readonly type: 'worker.create';
      readonly friendlyName: string;
      /** By unique name of the task channel. */
      readonly channels?: Readonly<Record<string, { readonly capacity?: number; readonly available?: boolean }>>;
    } & Create &
      WorkerSettings)
  | ({
      readonly type: 'worker.update';
      readonly sid: string;
      readonly version?: number;
      readonly rejectPendingReservations?: boolean;
    } & WorkerSettings)
  | { readonly type: 'worker.delete'; readonly sid: string; readonly version?: number }
  | {
      readonly type: 'worker-channel.update';
      readonly workerSid: string;
      /** `WC…`, `TC…` or the task channel's unique name. */
      readonly channel: string;
      readonly capacity?: number;
      readonly available?: boolean;
    }
  | CreateTask
  | UpdateTask
  | { readonly type: 'task.delete'; readonly sid: string; readonly version?: number }
  | UpdateReservation
  | TelephonyCommand
  /** Nobody could say what to do with it: neither assignment callback gave a usable answer. */
  | { readonly type: 'reservation.cancel'; readonly sid: string }
  /** Event callbacks were dropped because too many waited. */
  | { readonly type: 'workspace.note-dropped-callbacks' }
  | ({
      readonly type: 'transfer.create';
      /** The worker who hands the task on, by its accepted reservation. */
      readonly workerSid: string;
      readonly reservationSid: string;
      readonly taskSid: string;
      /** `WK…` or `WQ…`. */
      readonly to: string;
      readonly mode: TransferMode;
      readonly attributes?: AttributesDocument;
      readonly priority?: number;
    } & Create)
  | { readonly type: 'transfer.cancel'; readonly sid: string; readonly workerSid: string; readonly taskSid: string }
  | { readonly type: 'timer.fire'; readonly kind: TimerKind; readonly sid: string; readonly sequence: number };

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;

/** Parses attribute text into a document, or undefined when it is no JSON object. */
export function attributesDocument(text: string): AttributesDocument | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return { text, value: value as JsonObject };
}
