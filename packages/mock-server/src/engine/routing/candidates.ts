import type { OrderBy } from '../expressions/order-by.ts';
import type { IdlePlace } from '../indexes/idle-line.ts';
import { updateIdle } from '../indexes/idle-update.ts';
import { liveReservations } from '../lifecycle/reservation.ts';
import type { Task, Worker } from '../records.ts';
import type { State } from '../state.ts';
import { must } from '../views/subjects.ts';
import { isReady, workerFacts } from '../views/worker-facts.ts';
import type { KnownWorker } from '../workflow-config/configuration.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/** Workers a pending task may be offered to now, best first, at most `limit` (BEHAVIOUR: ROUTE-1, ROUTE-8). */
export function candidates(state: Readable, task: Task, limit: number, now: number): Worker[] {
  if (task.step?.kind === 'worker') {
    const worker = state.tables.worker.get(task.step.workerSid);
    return worker !== undefined && (task.ignoreCapacity || canTake(state, worker, task, now)) ? [worker] : [];
  }
  if (task.taskQueueSid === null || !state.tables.queue.has(task.taskQueueSid)) return [];
  const rule = task.step?.kind === 'workflow' ? task.step.rule : undefined;
  if (rule?.knownWorker !== undefined) return known(state, task, rule.knownWorker, task.taskQueueSid, now);
  const found: Worker[] = [];
  for (const { workerSid } of readyMembers(state, task.taskQueueSid, task.taskChannelSid)) {
    const worker = must(state.tables.worker.get(workerSid), workerSid);
    if (holdsAlready(state, worker, task) || !suitsStep(state, worker, task, now)) continue;
    found.push(worker);
    if (rule?.orderBy === undefined && found.length === limit) return found;
  }
  return rule?.orderBy === undefined ? found : inOrder(state, found, rule.orderBy).slice(0, limit);
}

/** Members of a queue who could take one more task of the channel, longest idle first. */
function readyMembers(state: Readable, queueSid: string, taskChannelSid: string): Iterable<IdlePlace> {
  const channel = state.indexes.idle.of(taskChannelSid, (idle) => {
    for (const workerSid of state.tables.worker.keys()) updateIdle(state, workerSid, taskChannelSid, idle);
  });
  return channel.line(queueSid, state.indexes.crews);
}

function known(state: Readable, task: Task, by: KnownWorker, queueSid: string, now: number): Worker[] {
  const sid = knownWorker(state, by, task);
  const worker = sid === undefined ? undefined : state.tables.worker.get(sid);
  if (worker === undefined || !state.indexes.crews.has(queueSid, worker.sid)) return [];
  return canTake(state, worker, task, now) ? [worker] : [];
}

/** By the target's `order_by`; those whom it does not tell apart stay longest idle first (BEHAVIOUR: ROUTE-6). */
function inOrder(state: Readable, workers: readonly Worker[], orderBy: OrderBy): Worker[] {
  return workers
    .map((worker) => ({ worker, facts: workerFacts(state, worker) }))
    .sort((a, b) => orderBy.compare(a.facts, b.facts))
    .map(({ worker }) => worker);
}

/** Whether a member of the task's queue whose activity is available passes the step's own conditions and has room. */
export function canTake(state: Readable, worker: Worker, task: Task, now: number): boolean {
  if (!isReady(state, worker, task.taskChannelSid)) return false;
  return !holdsAlready(state, worker, task) && suitsStep(state, worker, task, now);
}

/** Only a task in a transfer can wait while somebody holds it (BEHAVIOUR: ROUTE-5). */
export function holdsAlready(state: Readable, worker: Worker, task: Task): boolean {
  return (
    task.transferSid !== null && liveReservations(state, task.sid).some(({ workerSid }) => workerSid === worker.sid)
  );
}

/** Whether the conditions of the task's step allow this worker. */
export function suitsStep(state: Readable, worker: Worker, task: Task, now: number): boolean {
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
