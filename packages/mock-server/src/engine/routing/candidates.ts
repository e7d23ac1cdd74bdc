import { byIdleTime } from '../indexes/idle.ts';
import { liveReservations } from '../lifecycle/reservation.ts';
import type { Task, TaskChannel, Worker } from '../records.ts';
import type { State } from '../state.ts';
import { workspaceOf } from '../state.ts';
import { must } from '../views/subjects.ts';
import { isReady, workerChannelOf, workerFacts } from '../views/worker-facts.ts';
import type { KnownWorker } from '../workflow-config/configuration.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/** Workers a pending task may be offered to now, best first, at most `limit` (BEHAVIOUR: ROUTE-1, ROUTE-8). */
export function candidates(state: Readable, task: Task, limit: number, now: number): Worker[] {
  if (task.step?.kind === 'worker') {
    const worker = state.tables.worker.get(task.step.workerSid);
    return worker !== undefined && (task.ignoreCapacity || canTake(state, worker, task, now)) ? [worker] : [];
  }
  if (task.taskQueueSid === null) return [];
  const orderBy = task.step?.kind === 'workflow' ? task.step.rule.orderBy : undefined;
  const channel = must(state.tables.channel.get(task.taskChannelSid), task.taskChannelSid);
  const inIdleOrder = orderBy === undefined && !channel.channelOptimizedRouting;
  const found: Worker[] = [];
  for (const worker of readyWorkers(state, task.taskQueueSid, channel)) {
    if (!canTake(state, worker, task, now)) continue;
    found.push(worker);
    if (inIdleOrder && found.length === limit) return found;
  }
  if (inIdleOrder) return found;
  return found.sort(workerOrder(state, task, channel, found)).slice(0, limit);
}

/** Members of a queue who could take one more task of the channel, longest idle first. */
function readyWorkers(state: Readable, queueSid: string, channel: TaskChannel): Iterable<Worker> {
  if (!state.tables.queue.has(queueSid)) return [];
  return state.indexes.idle.of(queueSid, channel.sid, () =>
    [...state.indexes.queueWorkers.members(queueSid)]
      .map((sid) => must(state.tables.worker.get(sid), sid))
      .filter((worker) => isReady(state, worker, channel.sid)),
  );
}

/** Whether a member of the task's queue whose activity is available passes the step's own conditions and has room. */
export function canTake(state: Readable, worker: Worker, task: Task, now: number): boolean {
  if (!isReady(state, worker, task.taskChannelSid)) return false;
  const singleTasking = !workspaceOf(state).multiTaskEnabled;
  if (singleTasking && state.indexes.tally.liveReservations(worker.sid) > 0) return false;
  return !holdsAlready(state, worker, task) && suitsStep(state, worker, task, now);
}

/** Only a task in a transfer can wait while somebody holds it (BEHAVIOUR: ROUTE-5). */
function holdsAlready(state: Readable, worker: Worker, task: Task): boolean {
  return (
    task.transferSid !== null && liveReservations(state, task.sid).some(({ workerSid }) => workerSid === worker.sid)
  );
}

function suitsStep(state: Readable, worker: Worker, task: Task, now: number): boolean {
  if (task.step?.kind !== 'workflow') return true;
  const { expression, knownWorker: known } = task.step.rule;
  if (known !== undefined && knownWorker(state, known, task) !== worker.sid) return false;
  if (expression === undefined) return true;
  return expression.matches({ task: { attributes: task.attributes.value }, worker: workerFacts(state, worker), now });
}

/** SID of the worker that the task's attribute names, or undefined when it names none (BEHAVIOUR: ROUTE-7). */
export function knownWorker(state: Readable, known: KnownWorker, task: Task): string | undefined {
  const wanted = known.read({ attributes: task.attributes.value });
  if (typeof wanted !== 'string') return undefined;
  if (known.by === 'friendly_name') return state.indexes.names.find('Worker', wanted);
  return state.tables.worker.has(wanted) ? wanted : undefined;
}

function workerOrder(state: Readable, task: Task, channel: TaskChannel, found: readonly Worker[]) {
  const byIdle = channel.channelOptimizedRouting ? byChannelIdleTime(state, channel) : byIdleTime;
  const orderBy = task.step?.kind === 'workflow' ? task.step.rule.orderBy : undefined;
  if (orderBy === undefined) return byIdle;
  const facts = new Map(found.map((worker) => [worker.sid, workerFacts(state, worker)]));
  return (a: Worker, b: Worker): number =>
    orderBy.compare(must(facts.get(a.sid), a.sid), must(facts.get(b.sid), b.sid)) || byIdle(a, b);
}

function byChannelIdleTime(state: Readable, channel: TaskChannel) {
  const last = (worker: Worker): number => workerChannelOf(state, worker.sid, channel.sid)?.lastReserved ?? 0;
  return (a: Worker, b: Worker): number => last(a) - last(b) || a.ordinal - b.ordinal;
}
