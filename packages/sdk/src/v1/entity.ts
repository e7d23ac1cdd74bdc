import type { TaskStatus } from '@taskbay/protocol';
import type { Callback } from './bridge.ts';
import type { Payload } from './convert.ts';

/** One resource: its data as properties, and the verbs that act on it. */
export interface Entity {
  [name: string]: unknown;
  readonly sid: string;
  /** The workspace's REST address. Not met in loops, as the next. */
  readonly workspaceUrl: string;
  /** This resource's. */
  readonly resourceUrl: string;

  /** Reads the resource anew. */
  fetch(callback?: Callback<Entity>): void;
  /** `(name, value, callback?)` or `(params, callback?)`. Writes the answer onto this object as well. */
  update(nameOrParams: unknown, valueOrCallback?: unknown, third?: unknown): void;
  /** Deletes the resource. The answer may be empty. */
  delete(callback?: Callback<Payload>): void;
  /** Kept from the old SDK: every request takes the token of its client. */
  updateToken(token: string): void;
}

/** A task; tasks can be completed. */
export interface Task extends Entity {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly workflowFriendlyName: string;
  readonly taskQueueSid: string;
  readonly taskQueueFriendlyName: string;
  readonly taskChannelSid: string;
  readonly taskChannelUniqueName: string;
  readonly attributes: Record<string, unknown>;
  readonly assignmentStatus: TaskStatus;
  readonly priority: number;
  /** Seconds since creation, when it was read. */
  readonly age: number;
  readonly reason: string | null;
  readonly dateCreated: Date;
  readonly dateUpdated: Date;

  /** The reason comes after the callback. */
  complete(callback?: Callback<Task>, reason?: string): void;
}
