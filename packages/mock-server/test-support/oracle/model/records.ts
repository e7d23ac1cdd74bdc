import type { ReservationStatus, TaskOrder, TaskStatus } from '@taskbay/protocol';
import type { FilterExpression, OrderBy, QueueExpression, Skip, TargetExpression } from './expressions.ts';
import type { Value } from './values.ts';

/** Whether an activity is available. */
export const ACTIVITIES = {
  Offline: false,
  Available: true,
  Break: false,
  Training: true,
  Reserved: false,
  Busy: false,
} as const;

export const CHANNELS = ['default', 'voice'] as const;
export const QUEUES = ['A', 'B', 'C'] as const;

export type ActivityName = keyof typeof ACTIVITIES;
export type Channel = (typeof CHANNELS)[number];
export type QueueName = (typeof QUEUES)[number];

export interface WorkerAttributes {
  readonly team?: number | string | undefined;
  readonly level?: number | string | undefined;
  readonly tags?: readonly (number | string)[] | undefined;
}

export interface TaskAttributes {
  readonly topic?: Value;
  readonly level?: number | undefined;
  /** The known worker, by name and by SID. */
  readonly agent?: string | undefined;
  readonly agent_sid?: string | undefined;
  readonly value: number;
}

export interface WorkerChannel {
  readonly capacity: number;
  readonly available: boolean;
}

/** One target of a workflow; a queue that is not named is inherited. `timeout` in seconds. */
export interface Target {
  readonly queue?: QueueName | undefined;
  readonly timeout?: number | undefined;
  readonly priority?: number | undefined;
  readonly skip?: Skip | undefined;
  readonly expression?: TargetExpression | undefined;
  readonly orderBy?: OrderBy | undefined;
  readonly known?: 'friendly_name' | 'sid' | undefined;
}

export interface Filter {
  readonly expression: FilterExpression;
  readonly targets: readonly Target[];
}

export interface Configuration {
  readonly filters: readonly Filter[];
  readonly defaultTarget?: Target | undefined;
}

export interface OracleWorker {
  readonly name: string;
  readonly sid: string;
  /** Of creation. */
  readonly order: number;
  activity: ActivityName;
  attributes: WorkerAttributes;
  readonly channels: Record<Channel, WorkerChannel>;
  /** Place in the order of all reservations made; 0 = never offered anything. */
  lastOffered: number;
  readonly lastOfferedOn: Record<Channel, number>;
}

export interface OracleQueue {
  readonly name: QueueName;
  expression: QueueExpression;
  order: TaskOrder;
  maxReservedWorkers: number;
  readonly reservationActivity: ActivityName | undefined;
  readonly assignmentActivity: ActivityName | undefined;
}

/** A due moment in epoch milliseconds; `order` is that in which timers were armed (TIME-1). */
export interface OracleTimer {
  readonly due: number;
  readonly order: number;
}

/** Where a task waits; `handed` is one that a transfer offered to a worker, and that waits nowhere. */
export type Place =
  | { readonly kind: 'workflow'; readonly filter: number | 'default'; readonly target: number }
  | { readonly kind: 'queue' }
  | { readonly kind: 'worker'; readonly worker: OracleWorker; readonly ignoreCapacity: boolean }
  | { readonly kind: 'handed' };

export interface OracleTransfer {
  readonly sid: string;
  readonly to: 'worker' | 'queue';
  readonly initiator: OracleWorker;
}

export interface OracleTask {
  readonly name: string;
  readonly order: number;
  attributes: TaskAttributes;
  priority: number;
  virtualStartTime: number;
  channel: Channel;
  status: TaskStatus | 'deleted';
  queue: QueueName | null;
  /** The one it entered its workflow with (FLOW-12); null outside of workflows. */
  configuration: Configuration | null;
  place: Place;
  /** To be entered from the top when its reservation fails (FLOW-11, FLOW-12). */
  redrive: Configuration | null;
  /** Its step's time was up while it was reserved (FLOW-9). */
  overdue: boolean;
  ttl: OracleTimer | null;
  stepTimer: OracleTimer | null;
  /** Until which a reservation by its RoutingTarget has to be made (ROUTE-17). */
  directTimer: OracleTimer | null;
  transfer: OracleTransfer | null;
}

export interface OracleReservation {
  readonly name: string;
  readonly task: OracleTask;
  readonly worker: OracleWorker;
  readonly channel: Channel;
  readonly ofTransfer: boolean;
  readonly timer: OracleTimer;
  status: ReservationStatus;
  /** Single-tasking: the worker's activity before it, and the one it put the worker in (RESV-12). */
  readonly activityBefore: ActivityName;
  readonly activityGiven: ActivityName | undefined;
}
