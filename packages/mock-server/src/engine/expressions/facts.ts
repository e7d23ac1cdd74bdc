import type { JsonObject } from '@taskbay/protocol';

export interface TaskFacts {
  readonly attributes: JsonObject;
}

/** A worker on one task channel; `availableCapacityPercentage` is 0–100. */
export interface ChannelFacts {
  readonly configuredCapacity: number;
  readonly assignedTasks: number;
  readonly availableCapacityPercentage: number;
}

/** What expressions can know of a worker. `channel` takes the task channel's unique name. */
export interface WorkerFacts {
  readonly sid: string;
  readonly friendlyName: string;
  readonly activitySid: string;
  readonly activityName: string;
  readonly attributes: JsonObject;
  readonly channel: (uniqueName: string) => ChannelFacts | undefined;
}

/** Workers of one queue by activity; `byActivity` answers 0 for an activity nobody is in. */
export interface QueueAvailability {
  readonly available: number;
  readonly unavailable: number;
  readonly byActivity: (activitySid: string) => number;
}

export type QueueContext = Pick<WorkerFacts, 'attributes'>;
export type WorkerFilterContext = Omit<WorkerFacts, 'channel'>;

export interface FilterContext {
  readonly task: TaskFacts;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface TargetContext extends FilterContext {
  readonly worker: WorkerFacts;
}
