import type { TimerKind } from './commands.ts';
import type { Grouping } from './indexes/grouping.ts';
import { updateIdle, updateIdleChannels } from './indexes/idle-update.ts';
import { waitingPlace } from './indexes/waiting.ts';
import type { Reservation, Task, TaskQueue, Timer, Worker, WorkerChannel } from './records.ts';
import type { WritableState } from './state.ts';
import type { Records, TableName } from './tables.ts';
import { customerCallOf } from './telephony/numbers.ts';
import { hasRoom } from './views/capacity.ts';

/**
 * Replaces one record (`undefined` = absent) and brings every index along. Indexes are a function of the records,
 * so undoing a change is the same call with the two records swapped.
 */
export function replaceRecord<N extends TableName>(
  state: WritableState,
  table: N,
  sid: string,
  before: Records[N] | undefined,
  after: Records[N] | undefined,
): void {
  const rows: Map<string, Records[N]> = state.tables[table];
  if (after === undefined) rows.delete(sid);
  else rows.set(sid, after);
  REINDEX[table](state, sid, before, after);
}

/** Puts a table back into order of creation after records removed from it came back at its end. */
export function restoreOrder(state: WritableState, table: TableName): void {
  const rows: Map<string, Records[TableName]> = state.tables[table];
  const inOrder = [...rows.values()].sort((a, b) => a.ordinal - b.ordinal);
  rows.clear();
  for (const record of inOrder) rows.set(record.sid, record);
}

type Reindex<T> = (state: WritableState, sid: string, before: T | undefined, after: T | undefined) => void;

const REINDEX: { readonly [N in TableName]: Reindex<Records[N]> } = {
  workspace: (state, _sid, before, after) => {
    state.indexes.workspace.record = after;
    // What a worker needs to be ready for a task changes with it; routing fills the sets again as it asks for them.
    if (before?.multiTaskEnabled !== after?.multiTaskEnabled) state.indexes.idle.forget();
  },
  activity: (state, sid, before, after) => {
    state.indexes.names.replace('Activity', sid, before?.friendlyName, after?.friendlyName);
  },
  channel: (state, sid, before, after) => {
    state.indexes.names.replace('TaskChannel', sid, before?.uniqueName, after?.uniqueName);
    if (before?.channelOptimizedRouting !== after?.channelOptimizedRouting) state.indexes.idle.forget(sid);
  },
  queue: reindexQueue,
  workflow: (state, sid, before, after) => {
    state.indexes.names.replace('Workflow', sid, before?.friendlyName, after?.friendlyName);
  },
  worker: reindexWorker,
  workerChannel: (state, sid, before, after) => {
    if (after !== undefined) state.indexes.workerChannels.put(after);
    else if (before !== undefined) state.indexes.workerChannels.remove(before);
    reindexWorkerChannel(state, sid, before, after);
  },
  task: reindexTask,
  reservation: reindexReservation,
  transfer: (state, sid, before, after) => {
    regroup(state.indexes.taskTransfers, sid, before, after);
  },
  phone: () => undefined,
  call: (state, sid, before, after) => {
    regroup(state.indexes.taskCalls, sid, before, after);
    moveMember(state.indexes.workerCalls, sid, before?.workerSid ?? undefined, after?.workerSid ?? undefined);
    armed(state, 'call.ring', sid, before?.ringTimer, after?.ringTimer);
  },
  conference: (state, sid, before, after) => {
    regroup(state.indexes.taskConferences, sid, before, after);
    moveMember(state.indexes.callerConferences, sid, before?.customer?.callSid, after?.customer?.callSid);
  },
};

interface OfTask {
  readonly taskSid: string;
}

function regroup(group: Grouping, sid: string, before: OfTask | undefined, after: OfTask | undefined): void {
  if (before === undefined && after !== undefined) group.add(after.taskSid, sid);
  if (before !== undefined && after === undefined) group.delete(before.taskSid, sid);
}

/** Moves a member from one owner to another; undefined = none. */
function moveMember(group: Grouping, sid: string, before: string | undefined, after: string | undefined): void {
  if (before === after) return;
  if (before !== undefined) group.delete(before, sid);
  if (after !== undefined) group.add(after, sid);
}

/** Brings the idle order along; the list of the worker's channels has changed already. */
export function reindexWorkerChannel(
  state: WritableState,
  _sid: string,
  before?: WorkerChannel,
  after?: WorkerChannel,
): void {
  const { workerSid, taskChannelSid } = (after ?? before) as WorkerChannel;
  if (state.indexes.workspace.record?.multiTaskEnabled === false) {
    // In a single-tasking workspace whoever has a reservation takes no more, on whatever channel (BEHAVIOUR: ROUTE-15).
    updateIdleChannels(state, workerSid);
    return;
  }
  if (before !== undefined && after !== undefined && standsAlike(before, after)) return;
  const idle = state.indexes.idle.filled().get(taskChannelSid);
  if (idle !== undefined) updateIdle(state, workerSid, after, idle);
}

/** Whether two versions of a channel give its worker the same place among the idle. */
function standsAlike(a: WorkerChannel, b: WorkerChannel): boolean {
  return hasRoom(a) === hasRoom(b) && a.lastReserved === b.lastReserved;
}

function reindexQueue(state: WritableState, sid: string, before?: TaskQueue, after?: TaskQueue): void {
  state.indexes.names.replace('TaskQueue', sid, before?.friendlyName, after?.friendlyName);
  if (before !== undefined && after !== undefined && before.taskOrder !== after.taskOrder) {
    const waiting = [...state.indexes.waiting.tasks(sid)];
    for (const task of waiting) state.indexes.waiting.delete(sid, task);
    for (const task of waiting) state.indexes.waiting.add(sid, after.taskOrder, task);
  }
  if (before?.targetWorkers.text === after?.targetWorkers.text) return;
  state.indexes.targeting.replace(sid, before?.targetWorkers, after?.targetWorkers);
  const moved: string[] = [];
  for (const worker of state.tables.worker.values()) {
    const belongs = after?.targetWorkers.matches({ attributes: worker.attributes.value }) ?? false;
    if (state.indexes.crews.has(sid, worker.sid) !== belongs) moved.push(worker.sid);
  }
  state.indexes.crews.toggle(sid, moved);
  for (const workerSid of moved) updateIdleChannels(state, workerSid);
  if (after === undefined) state.indexes.idle.dropQueue(sid);
}

export function reindexWorker(state: WritableState, sid: string, before?: Worker, after?: Worker): void {
  const { names, tally, crews } = state.indexes;
  names.replace('Worker', sid, before?.friendlyName, after?.friendlyName);
  const moved = before?.activitySid !== after?.activitySid;
  if (moved && before !== undefined) tally.countWorker(before, -1);
  if (moved && after !== undefined) tally.countWorker(after, 1);
  const retrained = before?.attributes !== after?.attributes;
  if (after === undefined) crews.remove(sid);
  else if (retrained) crews.assign(sid, matchingQueues(state, after));
  if (moved || retrained || before?.lastReserved !== after?.lastReserved) updateIdleChannels(state, sid);
}

function matchingQueues(state: WritableState, worker: Worker): ReadonlySet<string> {
  const attributes = worker.attributes.value;
  const matching = new Set<string>();
  for (const queueSid of state.indexes.targeting.candidates(attributes)) {
    if (state.tables.queue.get(queueSid)?.targetWorkers.matches({ attributes })) matching.add(queueSid);
  }
  return matching;
}

export function reindexTask(state: WritableState, sid: string, before?: Task, after?: Task): void {
  const { tally, waiting, taskLists, callerTasks } = state.indexes;
  tally.replaceTask(before, after);
  taskLists.replace(before, after);
  if (before?.attributes !== after?.attributes) {
    moveMember(callerTasks, sid, before && customerCallOf(before), after && customerCallOf(after));
  }
  const placeBefore = before === undefined ? undefined : waitingPlace(before);
  const placeAfter = after === undefined ? undefined : waitingPlace(after);
  if (placeBefore !== undefined) waiting.delete(placeBefore, before as Task);
  if (placeAfter !== undefined) waiting.add(placeAfter, orderOf(state, placeAfter), after as Task);
  armed(state, 'task.ttl', sid, before?.ttlTimer, after?.ttlTimer);
  armed(state, 'task.step', sid, before?.stepTimer, after?.stepTimer);
  armed(state, 'task.end', sid, before?.endTimer, after?.endTimer);
}

function orderOf(state: WritableState, place: string): TaskQueue['taskOrder'] {
  return state.tables.queue.get(place)?.taskOrder ?? 'FIFO';
}

export function reindexReservation(state: WritableState, sid: string, before?: Reservation, after?: Reservation): void {
  const { taskReservations, workerReservations } = state.indexes;
  if (before === undefined && after !== undefined) {
    taskReservations.add(after.taskSid, sid);
    workerReservations.add(after.workerSid, sid);
  }
  if (before !== undefined && after === undefined) {
    taskReservations.delete(before.taskSid, sid);
    workerReservations.delete(before.workerSid, sid);
  }
  armed(state, 'reservation.timeout', sid, before?.timer, after?.timer);
}

/** Keeps the order of deadlines as the timers of a record change. */
function armed(
  state: WritableState,
  kind: TimerKind,
  sid: string,
  before: Timer | null | undefined,
  after: Timer | null | undefined,
): void {
  if (before === after) return;
  if (before !== undefined && before !== null) state.deadlines.disarm(before);
  if (after !== undefined && after !== null) state.deadlines.arm(kind, sid, after);
}
