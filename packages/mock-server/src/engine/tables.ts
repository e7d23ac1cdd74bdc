import { LastingMap } from './lasting-map.ts';
import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  Transfer,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from './records.ts';
import type { Call, Conference, Phone } from './telephony/records.ts';

/** Every record of a workspace, by SID and in order of creation. Only `store.ts` writes here. */
export interface Records {
  workspace: Workspace;
  activity: Activity;
  channel: TaskChannel;
  queue: TaskQueue;
  workflow: Workflow;
  worker: Worker;
  workerChannel: WorkerChannel;
  task: Task;
  reservation: Reservation;
  transfer: Transfer;
  phone: Phone;
  call: Call;
  conference: Conference;
}

export type TableName = keyof Records;
export type Tables = { readonly [N in TableName]: Map<string, Records[N]> };
export type ReadonlyTables = { readonly [N in TableName]: ReadonlyMap<string, Records[N]> };

export function createTables(): Tables {
  return {
    workspace: new Map(),
    activity: new LastingMap(),
    channel: new LastingMap(),
    queue: new LastingMap(),
    workflow: new LastingMap(),
    worker: new Map(),
    workerChannel: new Map(),
    task: new Map(),
    reservation: new Map(),
    transfer: new Map(),
    phone: new Map(),
    call: new Map(),
    conference: new Map(),
  };
}
