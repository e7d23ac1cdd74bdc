import type { Bridge } from './bridge.ts';
import type { Payload } from './convert.ts';
import { Entity, Task } from './entity.ts';
import { listsOf } from './lists.ts';
import { Reservation } from './reservation.ts';

type EntityClass = new (bridge: Bridge, path: string, payload: Payload, task?: Payload) => Entity;

class Workspace extends Entity {
  constructor(bridge: Bridge, path: string, payload: Payload) {
    super(bridge, path, payload);
    Object.assign(this, listsOf(bridge));
  }
}

const CLASSES: Readonly<Record<string, EntityClass>> = { WR: Reservation, WS: Workspace, WT: Task };

/** The object for a payload, by the first letters of its SID; the payload itself where they say nothing. */
export function toEntity(bridge: Bridge, payload: Payload, task: Payload | undefined): Entity {
  const { sid, task_sid, worker_sid } = payload;
  const kind = String(sid).slice(0, 2);
  const folder = {
    WA: 'Activities',
    WC: `Workers/${worker_sid}/Channels`,
    WK: 'Workers',
    WQ: 'TaskQueues',
    WR: `Tasks/${task_sid}/Reservations`,
    WT: 'Tasks',
    WW: 'Workflows',
  }[kind];
  if (!folder && kind !== 'WS') return payload as unknown as Entity;
  return new (CLASSES[kind] ?? Entity)(bridge, folder ? `/${folder}/${sid}` : '', payload, task);
}
