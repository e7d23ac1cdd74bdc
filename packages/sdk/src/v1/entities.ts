import { updateParameters } from './arguments.ts';
import { asCallback, type Bridge, type Callback } from './bridge.ts';
import { fill, hide, type Payload } from './convert.ts';
import { Statistics } from './statistics.ts';

/** Any resource: its data as properties, and the verbs every resource has. */
export class Entity {
  [name: string]: unknown;
  declare readonly sid: string;

  constructor(bridge: Bridge, path: string, payload: Payload) {
    hide(this, 'bridge', bridge);
    hide(this, 'path', path);
    fill(this, payload);
  }

  /** Reads the resource anew. */
  fetch(callback: Callback<Entity>): void {
    const { bridge, path } = internals(this);
    bridge.send('GET', path, undefined, (payload) => toEntity(bridge, payload), callback);
  }

  /** `(name, value, callback?)` or `(params, callback?)`. Writes the answer onto this object as well. */
  update(nameOrParams: unknown, valueOrCallback?: unknown, third?: unknown): void {
    const { bridge, path } = internals(this);
    const { params, callback } = updateParameters(nameOrParams, valueOrCallback, third);
    const make = (payload: Payload) => {
      fill(this, payload);
      return toEntity(bridge, payload);
    };
    bridge.send('POST', path, params, make, asCallback<Entity>(callback));
  }

  /** Deletes the resource. */
  delete(callback?: Callback<Payload>): void {
    const { bridge, path } = internals(this);
    bridge.send('DELETE', path, undefined, (payload) => payload, callback);
  }

  /** Kept from the old SDK. */
  updateToken(_token: string): void {
    // Every request takes the token of its client.
  }
}

/** A task; tasks can be completed. */
export class Task extends Entity {
  /** The reason comes after the callback. */
  complete(callback?: Callback<Entity>, reason?: string): void {
    const { bridge, path } = internals(this);
    const params = { AssignmentStatus: 'completed', Reason: reason };
    bridge.send('POST', path, params, (payload) => toEntity(bridge, payload), asCallback(callback));
  }
}

export function internals(entity: Entity): { bridge: Bridge; path: string } {
  return entity as unknown as { bridge: Bridge; path: string };
}

/** Where a resource is, by its own SIDs. */
export function pathOf(workspacePath: string, payload: Payload): string {
  const sid = String(payload.sid);
  switch (sid.slice(0, 2)) {
    case 'WS':
      return `Workspaces/${sid}`;
    case 'WK':
      return `${workspacePath}/Workers/${sid}`;
    case 'WA':
      return `${workspacePath}/Activities/${sid}`;
    case 'WQ':
      return `${workspacePath}/TaskQueues/${sid}`;
    case 'WW':
      return `${workspacePath}/Workflows/${sid}`;
    case 'WC':
      return `${workspacePath}/Workers/${payload.worker_sid}/Channels/${sid}`;
    case 'WR':
      return `${workspacePath}/Tasks/${payload.task_sid}/Reservations/${sid}`;
    default:
      return `${workspacePath}/Tasks/${sid}`;
  }
}

/** The object for a payload, by its SID: tasks can be completed, workers, queues and workflows have statistics. */
export function toEntity(bridge: Bridge, payload: Payload): Entity {
  const path = pathOf(bridge.workspacePath, payload);
  const kind = String(payload.sid).slice(0, 2);
  const entity = kind === 'WT' ? new Task(bridge, path, payload) : new Entity(bridge, path, payload);
  if (['WK', 'WQ', 'WW', 'WS'].includes(kind)) hide(entity, 'statistics', new Statistics(bridge, `${path}/Statistics`));
  if (['WQ', 'WW', 'WS'].includes(kind)) {
    hide(entity, 'realtimeStats', new Statistics(bridge, `${path}/RealTimeStatistics`));
    hide(entity, 'cumulativeStats', new Statistics(bridge, `${path}/CumulativeStatistics`));
  }
  return entity;
}
