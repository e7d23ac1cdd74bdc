import type { TaskStatus } from '@taskbay/protocol';
import { updateParameters } from './arguments.ts';
import type { Bridge, Callback } from './bridge.ts';
import { camelCase, fill, hide, type Payload } from './convert.ts';
import { statisticsOf } from './statistics.ts';

/** What a resource names by SID and old pages reach through it, e.g. `workspace` and `defaultActivity`. */
const RELATED = /^(workspace|workflow|queue|worker|\w+_activity)_sid$/;

/** One resource: its data as properties, and the verbs that act on it. */
export class Entity {
  [name: string]: unknown;
  declare readonly sid: string;
  declare protected readonly bridge: Bridge;
  declare protected readonly path: string;
  /** The workspace's REST address. Not met in loops, as the next. */
  declare readonly workspaceUrl: string;
  /** This resource's. */
  declare readonly resourceUrl: string;

  constructor(bridge: Bridge, path: string, payload: Payload = {}) {
    const { workspaceUrl } = bridge;
    // The workspace's own ends in a slash, as it always did.
    hide(this, { bridge, path, workspaceUrl, resourceUrl: workspaceUrl + (path || '/') });
    Object.assign(this, statisticsOf(bridge, path));
    fill(this, payload);
    for (const [name, sid] of Object.entries(payload)) {
      if (sid && RELATED.test(name)) hide(this, { [camelCase(name.slice(0, -4))]: bridge.entity({ sid }) });
    }
  }

  /** Reads the resource anew. */
  fetch(callback?: Callback<Entity>): void {
    this.bridge.send('GET', this.path, undefined, callback);
  }

  /** `(name, value, callback?)` or `(params, callback?)`. Writes the answer onto this object as well. */
  update(nameOrParams: unknown, valueOrCallback?: unknown, third?: unknown): void {
    const { params, callback } = updateParameters(0, nameOrParams, valueOrCallback, third);
    this.bridge.send('POST', this.path, params, callback, (payload) => {
      fill(this, payload);
      return this.bridge.entity(payload);
    });
  }

  /** Deletes the resource. The answer may be empty. */
  delete(callback?: Callback<Payload>): void {
    this.bridge.send('DELETE', this.path, undefined, callback);
  }

  /** Kept from the old SDK. */
  updateToken(_token: string): void {
    // Every request takes the token of its client.
  }
}

/** A task; tasks can be completed. */
export class Task extends Entity {
  declare readonly accountSid: string;
  declare readonly workspaceSid: string;
  declare readonly workflowSid: string;
  declare readonly workflowFriendlyName: string;
  declare readonly taskQueueSid: string;
  declare readonly taskQueueFriendlyName: string;
  declare readonly taskChannelSid: string;
  declare readonly taskChannelUniqueName: string;
  declare readonly attributes: Record<string, unknown>;
  declare readonly assignmentStatus: TaskStatus;
  declare readonly priority: number;
  /** Seconds since creation, when it was read. */
  declare readonly age: number;
  declare readonly reason: string | null;
  declare readonly dateCreated: Date;
  declare readonly dateUpdated: Date;

  /** The reason comes after the callback. */
  complete(callback?: Callback<Task>, reason?: string): void {
    this.bridge.send('POST', this.path, { AssignmentStatus: 'completed', Reason: reason }, callback);
  }
}
