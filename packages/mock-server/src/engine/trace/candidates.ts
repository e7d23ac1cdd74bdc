import { byCreation } from '../creation-order.ts';
import type { Decider } from '../expressions/explain.ts';
import type { Instant, Reservation, Task, Worker } from '../records.ts';
import type { State } from '../state.ts';
import { workspaceOf } from '../state.ts';
import { usedCapacity } from '../views/capacity.ts';
import { knownWorker } from '../views/known-worker.ts';
import { liveReservations } from '../views/reservations.ts';
import { must } from '../views/subjects.ts';
import { workerChannelOf, workerFacts } from '../views/worker-facts.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/** Why a worker was passed over, with the values that say so. */
export type Obstacle =
  | { readonly reason: 'queue'; readonly taskQueueSid: string | null }
  | { readonly reason: 'activity'; readonly activitySid: string; readonly activityName: string }
  | { readonly reason: 'channel'; readonly taskChannelSid: string }
  | { readonly reason: 'capacity'; readonly used: number; readonly configured: number }
  | { readonly reason: 'single_tasking'; readonly liveReservations: number }
  | { readonly reason: 'known_worker'; readonly wanted: string | null }
  | { readonly reason: 'expression'; readonly because: readonly Decider[] };

/** A worker of the step's queue: holding the task, free to have it, or passed over. */
export type Standing =
  | { readonly worker: Worker; readonly standing: 'offered'; readonly reservation: Reservation }
  | { readonly worker: Worker; readonly standing: 'eligible' }
  | { readonly worker: Worker; readonly standing: 'passed_over'; readonly obstacle: Obstacle };

/** Every worker the task's step could go to, in order of creation, asked as routing asks (BEHAVIOUR: ROUTE-1). */
export function standings(state: Readable, task: Task, now: Instant): Standing[] {
  const held = new Map(liveReservations(state, task.sid).map((made) => [made.workerSid, made]));
  const sids = new Set([...held.keys(), ...reachable(state, task)]);
  const workers = [...sids].map((sid) => must(state.tables.worker.get(sid), sid)).sort(byCreation);
  return workers.map((worker): Standing => {
    const reservation = held.get(worker.sid);
    if (reservation !== undefined) return { worker, standing: 'offered', reservation };
    const obstacle = obstacleFor(state, task, worker, now);
    return obstacle === undefined ? { worker, standing: 'eligible' } : { worker, standing: 'passed_over', obstacle };
  });
}

function reachable(state: Readable, task: Task): Iterable<string> {
  if (task.step?.kind === 'worker') {
    return state.tables.worker.has(task.step.workerSid) ? [task.step.workerSid] : [];
  }
  const members = task.taskQueueSid === null ? [] : state.indexes.crews.workersOf(task.taskQueueSid);
  const wanted = wantedWorker(state, task);
  return wanted === undefined ? members : [...members, wanted];
}

/** The worker whom the step names, who may be in another queue. */
function wantedWorker(state: Readable, task: Task): string | undefined {
  const known = task.step?.kind === 'workflow' ? task.step.rule.knownWorker : undefined;
  return known === undefined ? undefined : knownWorker(state, known, task);
}

function obstacleFor(state: Readable, task: Task, worker: Worker, now: Instant): Obstacle | undefined {
  if (task.step?.kind === 'worker' && task.ignoreCapacity) return undefined;
  if (task.step?.kind !== 'worker' && !isMember(state, task, worker)) {
    return { reason: 'queue', taskQueueSid: task.taskQueueSid };
  }
  return presence(state, task, worker) ?? condition(state, task, worker, now);
}

function isMember(state: Readable, { taskQueueSid }: Task, worker: Worker): boolean {
  return taskQueueSid !== null && state.indexes.crews.has(taskQueueSid, worker.sid);
}

function presence(state: Readable, { taskChannelSid }: Task, worker: Worker): Obstacle | undefined {
  const { activitySid } = worker;
  const activity = must(state.tables.activity.get(activitySid), activitySid);
  if (!activity.available) return { reason: 'activity', activitySid, activityName: activity.friendlyName };
  if (!workspaceOf(state).multiTaskEnabled) {
    const live = state.indexes.workerChannels.load(worker.sid);
    return live > 0 ? { reason: 'single_tasking', liveReservations: live } : undefined;
  }
  const channel = workerChannelOf(state, worker.sid, taskChannelSid);
  if (channel?.available !== true) return { reason: 'channel', taskChannelSid };
  const used = usedCapacity(channel);
  return used >= channel.capacity ? { reason: 'capacity', used, configured: channel.capacity } : undefined;
}

function condition(state: Readable, task: Task, worker: Worker, now: Instant): Obstacle | undefined {
  if (task.step?.kind !== 'workflow') return undefined;
  const { knownWorker: known, expression } = task.step.rule;
  if (known !== undefined) {
    const wanted = wantedWorker(state, task) ?? null;
    if (wanted !== worker.sid) return { reason: 'known_worker', wanted };
  }
  if (expression === undefined) return undefined;
  const context = { task: { attributes: task.attributes.value }, worker: workerFacts(state, worker), now };
  const { value, because } = expression.explain(context);
  return value ? undefined : { reason: 'expression', because };
}
