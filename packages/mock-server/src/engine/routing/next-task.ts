import type { Lane } from '../indexes/waiting.ts';
import { byNewest, byPriority } from '../indexes/waiting.ts';
import type { Order, OrderedSet } from '../ordered-set.ts';
import type { Task, Worker } from '../records.ts';
import type { State } from '../state.ts';
import { workspaceOf } from '../state.ts';
import { canTakeOn, isPresent } from '../views/worker-facts.ts';
import { canTake, holdsAlready, suitsStep } from './candidates.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

const NONE: readonly string[] = [];

/**
 * The waiting task this worker should get next, or undefined (BEHAVIOUR: ROUTE-9). Tasks routed to the worker come
 * first, then the merged order of its FIFO queues and of its LIFO queues, as the workspace ranks the two.
 */
export function nextTask(state: Readable, worker: Worker, now: number): Task | undefined {
  const direct = bestDirect(state, worker, now);
  if (direct !== undefined) return direct;
  const channels = openChannels(state, worker);
  if (channels.length === 0) return undefined;
  let fifo: Task | undefined;
  let lifo: Task | undefined;
  for (const queueSid of state.indexes.waiting.among(state.indexes.crews.queuesOf(worker.sid))) {
    const order = state.tables.queue.get(queueSid)?.taskOrder ?? 'FIFO';
    for (const channel of channels) {
      const lane = state.indexes.waiting.lane(queueSid, channel);
      if (lane === undefined) continue;
      if (order === 'LIFO') lifo = better(state, worker, lane, byNewest, lifo, now);
      else fifo = better(state, worker, lane, byPriority, fifo, now);
    }
  }
  return workspaceOf(state).prioritizeQueueOrder === 'LIFO' ? (lifo ?? fifo) : (fifo ?? lifo);
}

/** Task channels on which the worker could take one more task; none costs no look at any queue. */
function openChannels(state: Readable, worker: Worker): readonly string[] {
  let open: string[] | undefined;
  for (const channel of state.indexes.workerChannels.all(worker.sid)) {
    if (!canTakeOn(state, channel)) continue;
    if (open !== undefined) open.push(channel.taskChannelSid);
    else if (isPresent(state, worker)) open = [channel.taskChannelSid];
    else break;
  }
  return open ?? NONE;
}

/** The best of the tasks routed to this very worker, on whatever channel: some may ignore capacity. */
function bestDirect(state: Readable, worker: Worker, now: number): Task | undefined {
  let best: Task | undefined;
  if (!state.indexes.waiting.hasDirect(worker.sid)) return best;
  for (const task of state.indexes.waiting.tasks(worker.sid)) {
    if (best !== undefined && byPriority(best, task) < 0) continue;
    if (task.ignoreCapacity || canTake(state, worker, task, now)) best = task;
  }
  return best;
}

/** The first task of a lane that suits the worker, if it comes before `best`; else `best`. */
function better(
  state: Readable,
  worker: Worker,
  lane: Lane,
  before: Order<Task>,
  best: Task | undefined,
  now: number,
): Task | undefined {
  let found = firstSuiting(state, worker, lane.open, before, best, now);
  if (lane.bound.isEmpty) return found;
  for (const group of lane.bound.groupsFor(worker)) {
    found = firstSuiting(state, worker, group, before, found, now);
  }
  return found;
}

function firstSuiting(
  state: Readable,
  worker: Worker,
  tasks: OrderedSet<Task>,
  before: Order<Task>,
  best: Task | undefined,
  now: number,
): Task | undefined {
  for (const task of tasks) {
    if (best !== undefined && before(best, task) < 0) return best;
    if (holdsAlready(state, worker, task)) continue;
    if (suitsStep(state, worker, task, now)) return task;
    // What one of a group is refused for, all of it is; those with a known worker are grouped by that worker alone.
    if (task.step?.kind === 'workflow' && task.step.rule.knownWorker === undefined) return best;
  }
  return best;
}
