import type { OrderBy } from '../expressions/order-by.ts';
import type { IdleLine } from '../indexes/idle-line.ts';
import { updateIdle } from '../indexes/idle-update.ts';
import type { IdlePlace } from '../indexes/ready-crew.ts';
import type { Task, Worker } from '../records.ts';
import type { State } from '../state.ts';
import { knownWorker } from '../views/known-worker.ts';
import { liveReservations } from '../views/reservations.ts';
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
  if (task.taskQueueSid === null || state.tables.queue.get(task.taskQueueSid) === undefined) return [];
  const rule = task.step?.kind === 'workflow' ? task.step.rule : undefined;
  if (rule?.knownWorker !== undefined) return known(state, task, rule.knownWorker, task.taskQueueSid, now);
  const line = idleLine(state, task.taskQueueSid, task.taskChannelSid);
  if (rule?.orderBy !== undefined) {
    return inOrder(state, suiting(state, task, line, Number.POSITIVE_INFINITY, now), rule.orderBy).slice(0, limit);
  }
  const first = line.first();
  if (first === undefined) return [];
  // Most tasks go to one worker, and to the first who is asked.
  const worker = suitable(state, task, first, now);
  return worker !== undefined && limit === 1 ? [worker] : suiting(state, task, line, limit, now);
}

/** The first workers of a line who may have the task. */
function suiting(state: Readable, task: Task, line: IdleLine, limit: number, now: number): Worker[] {
  const found: Worker[] = [];
  for (const place of line) {
    const worker = suitable(state, task, place, now);
    if (worker === undefined) continue;
    found.push(worker);
    if (found.length === limit) break;
  }
  return found;
}

function suitable(state: Readable, task: Task, { workerSid }: IdlePlace, now: number): Worker | undefined {
  const worker = must(state.tables.worker.get(workerSid), workerSid);
  return !holdsAlready(state, worker, task) && suitsStep(state, worker, task, now) ? worker : undefined;
}

/** Members of a queue who could take one more task of the channel, longest idle first. */
function idleLine(state: Readable, queueSid: string, taskChannelSid: string): IdleLine {
  const channel = state.indexes.idle.of(taskChannelSid, (idle) => {
    for (const workerSid of state.tables.worker.keys()) {
      updateIdle(state, workerSid, state.indexes.workerChannels.of(workerSid, taskChannelSid), idle);
    }
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
