import type { Lane } from '../indexes/waiting.ts';
import { byNewest, byPriority } from '../indexes/waiting.ts';
import type { Task, TaskQueue, Worker } from '../records.ts';
import type { State } from '../state.ts';
import { workspaceOf } from '../state.ts';
import { hasRoom } from '../views/capacity.ts';
import { workerChannelOf } from '../views/worker-facts.ts';
import { canTake } from './candidates.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/**
 * The waiting task this worker should get next, or undefined (BEHAVIOUR: ROUTE-9). Tasks routed to the worker come
 * first, then the merged order of its FIFO queues and of its LIFO queues, as the workspace ranks the two.
 */
export function nextTask(state: Readable, worker: Worker, now: number): Task | undefined {
  const direct = bestOf(state, worker, worker.sid, 'FIFO', now);
  if (direct !== undefined) return direct;
  if (!takesQueuedTasks(state, worker)) return undefined;
  let fifo: Task | undefined;
  let lifo: Task | undefined;
  for (const queueSid of state.indexes.workerQueues.members(worker.sid)) {
    const order = state.tables.queue.get(queueSid)?.taskOrder ?? 'FIFO';
    const best = bestOf(state, worker, queueSid, order, now);
    if (best === undefined) continue;
    if (order === 'LIFO') lifo = lifo === undefined || byNewest(best, lifo) < 0 ? best : lifo;
    else fifo = fifo === undefined || byPriority(best, fifo) < 0 ? best : fifo;
  }
  return workspaceOf(state).prioritizeQueueOrder === 'LIFO' ? (lifo ?? fifo) : (fifo ?? lifo);
}

/** Conditions that hold for every queue, so that a worker who fails them costs no walk over waiting tasks. */
function takesQueuedTasks(state: Readable, worker: Worker): boolean {
  if (state.tables.activity.get(worker.activitySid)?.available !== true) return false;
  return workspaceOf(state).multiTaskEnabled || state.indexes.tally.liveReservations(worker.sid) === 0;
}

function bestOf(
  state: Readable,
  worker: Worker,
  owner: string,
  order: TaskQueue['taskOrder'],
  now: number,
): Task | undefined {
  const before = order === 'LIFO' ? byNewest : byPriority;
  let best: Task | undefined;
  for (const channel of state.tables.channel.keys()) {
    const lane = state.indexes.waiting.lane(owner, channel);
    if (lane === undefined || !laneOpenTo(state, worker, channel, lane)) continue;
    for (const tasks of [lane.open, lane.bound]) {
      for (const task of tasks) {
        if (best !== undefined && before(best, task) < 0) break;
        if (!isOfferable(state, worker, task, now)) continue;
        best = task;
        break;
      }
    }
  }
  return best;
}

/** A full channel rules out its lane at once, unless tasks in it ignore capacity or the workspace is single-tasking. */
function laneOpenTo(state: Readable, worker: Worker, taskChannelSid: string, lane: Lane): boolean {
  if (!workspaceOf(state).multiTaskEnabled) return true;
  const channel = workerChannelOf(state, worker.sid, taskChannelSid);
  if (channel !== undefined && hasRoom(channel)) return true;
  return lane.open.first()?.step?.kind === 'worker';
}

function isOfferable(state: Readable, worker: Worker, task: Task, now: number): boolean {
  if (task.step?.kind === 'worker' && task.ignoreCapacity) return true;
  return canTake(state, worker, task, now);
}
