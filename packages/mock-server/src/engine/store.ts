import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { TimerKind } from './commands.ts';
import { waitingPlace } from './indexes/waiting.ts';
import type { Reservation, Task, TaskQueue, Timer, Worker, WorkerChannel } from './records.ts';
import type { WritableState } from './state.ts';
import type { Records, TableName } from './tables.ts';
import { hasRoom } from './views/capacity.ts';
import { isReady } from './views/worker-facts.ts';

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
    // What a worker needs to be ready for a task changes with it; routing fills the sets again as it asks for them.
    if (before?.multiTaskEnabled !== after?.multiTaskEnabled) state.indexes.idle.clear();
  },
  activity: (state, sid, before, after) => {
    state.indexes.names.replace('Activity', sid, before?.friendlyName, after?.friendlyName);
  },
  channel: (state, sid, before, after) => {
    state.indexes.names.replace('TaskChannel', sid, before?.uniqueName, after?.uniqueName);
  },
  queue: reindexQueue,
  workflow: (state, sid, before, after) => {
    state.indexes.names.replace('Workflow', sid, before?.friendlyName, after?.friendlyName);
  },
  worker: reindexWorker,
  workerChannel: reindexWorkerChannel,
  task: reindexTask,
  reservation: reindexReservation,
  transfer: (state, sid, before, after) => {
    const { taskTransfers } = state.indexes;
    if (before === undefined && after !== undefined) taskTransfers.add(after.taskSid, sid);
    if (before !== undefined && after === undefined) taskTransfers.delete(before.taskSid, sid);
  },
};

function channelKey(channel: WorkerChannel): string {
  return `${channel.workerSid} ${channel.taskChannelSid}`;
}

function reindexWorkerChannel(state: WritableState, sid: string, before?: WorkerChannel, after?: WorkerChannel): void {
  const { workerChannels, workerQueues, idle } = state.indexes;
  if (before !== undefined) workerChannels.delete(channelKey(before));
  if (after !== undefined) workerChannels.set(channelKey(after), sid);
  const hadRoom = before !== undefined && hasRoom(before);
  const { workerSid, taskChannelSid } = (after ?? before) as WorkerChannel;
  const worker = state.tables.worker.get(workerSid);
  if (worker === undefined || hadRoom === (after !== undefined && hasRoom(after))) return;
  const ready = isReady(state, worker, taskChannelSid);
  for (const queueSid of workerQueues.members(workerSid)) {
    const set = idle.setsOf(queueSid).get(taskChannelSid);
    if (ready) set?.add(worker);
    else set?.delete(worker);
  }
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
  for (const worker of state.tables.worker.values()) {
    setMembership(state, sid, worker, after?.targetWorkers.matches({ attributes: worker.attributes.value }) ?? false);
  }
  if (after === undefined) state.indexes.idle.drop(sid);
}

function reindexWorker(state: WritableState, sid: string, before?: Worker, after?: Worker): void {
  const { names, tally, idle, workerQueues } = state.indexes;
  names.replace('Worker', sid, before?.friendlyName, after?.friendlyName);
  if (before?.activitySid !== after?.activitySid) {
    if (before !== undefined) tally.countWorker(before, -1);
    if (after !== undefined) tally.countWorker(after, 1);
  }
  if (before?.attributes !== after?.attributes) {
    if (before !== undefined) {
      for (const queueSid of [...workerQueues.members(sid)]) setMembership(state, queueSid, before, false);
    }
    if (after === undefined) return;
    const attributes = after.attributes.value;
    for (const queueSid of state.indexes.targeting.candidates(attributes)) {
      const queue = state.tables.queue.get(queueSid);
      if (queue?.targetWorkers.matches({ attributes })) setMembership(state, queueSid, after, true);
    }
    return;
  }
  if (before === undefined || after === undefined) return;
  for (const queueSid of workerQueues.members(sid)) {
    for (const [taskChannelSid, set] of idle.setsOf(queueSid)) {
      set.delete(before);
      if (isReady(state, after, taskChannelSid)) set.add(after);
    }
  }
}

function setMembership(state: WritableState, queueSid: string, worker: Worker, belongs: boolean): void {
  const { queueWorkers, workerQueues, idle } = state.indexes;
  if (queueWorkers.has(queueSid, worker.sid) === belongs) return;
  if (belongs) {
    queueWorkers.add(queueSid, worker.sid);
    workerQueues.add(worker.sid, queueSid);
    for (const [taskChannelSid, set] of idle.setsOf(queueSid)) {
      if (isReady(state, worker, taskChannelSid)) set.add(worker);
    }
  } else {
    queueWorkers.delete(queueSid, worker.sid);
    workerQueues.delete(worker.sid, queueSid);
    for (const set of idle.setsOf(queueSid).values()) set.delete(worker);
  }
}

function reindexTask(state: WritableState, sid: string, before?: Task, after?: Task): void {
  const { tally, waiting } = state.indexes;
  if (before !== undefined) {
    tally.countTask(before, -1);
    const place = waitingPlace(before);
    if (place !== undefined) waiting.delete(place, before);
  }
  if (after !== undefined) {
    tally.countTask(after, 1);
    const place = waitingPlace(after);
    if (place !== undefined) waiting.add(place, orderOf(state, place), after);
  }
  armed(state, 'task.ttl', sid, before?.ttlTimer, after?.ttlTimer);
  armed(state, 'task.step', sid, before?.stepTimer, after?.stepTimer);
  armed(state, 'task.end', sid, before?.endTimer, after?.endTimer);
}

function orderOf(state: WritableState, place: string): TaskQueue['taskOrder'] {
  return state.tables.queue.get(place)?.taskOrder ?? 'FIFO';
}

function reindexReservation(state: WritableState, sid: string, before?: Reservation, after?: Reservation): void {
  const { tally, taskReservations, workerReservations } = state.indexes;
  const wasLive = before !== undefined && isLive(before);
  const nowLive = after !== undefined && isLive(after);
  if (before !== undefined && wasLive && !nowLive) tally.countReservation(before, -1);
  if (after !== undefined && nowLive && !wasLive) tally.countReservation(after, 1);
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

/** A reservation that still occupies its worker. */
export function isLive(reservation: Reservation): boolean {
  return (LIVE_RESERVATION_STATUSES as readonly string[]).includes(reservation.status);
}

/** Re-adding an entry that is still in the heap is harmless: both name the same record and sequence. */
function armed(
  state: WritableState,
  kind: TimerKind,
  sid: string,
  before: Timer | null | undefined,
  after: Timer | null | undefined,
): void {
  if (after !== undefined && after !== null && after !== before) state.deadlines.add(kind, sid, after);
}
