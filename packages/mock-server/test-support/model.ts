import type { Task, Worker, WorkerChannel } from '../src/engine/records.ts';
import type { State } from '../src/engine/state.ts';
import { workspaceOf } from '../src/engine/state.ts';
import { workerFacts } from '../src/engine/views/worker-facts.ts';

/**
 * ROUTE-1 and its neighbours once more, as plain scans over the records: none of the indexes, counters and shortcuts
 * that routing uses.
 */
export function mayTake(state: State, task: Task, worker: Worker, now: number): boolean {
  if (task.status !== 'pending' || task.step === null) return false;
  if (task.step.kind === 'worker') {
    return task.step.workerSid === worker.sid && (task.ignoreCapacity || isFree(state, task, worker));
  }
  if (holds(state, task, worker) || !isFree(state, task, worker)) return false;
  const queue = state.tables.queue.get(task.taskQueueSid ?? '');
  return (
    queue?.targetWorkers.matches({ attributes: worker.attributes.value }) === true && suits(state, task, worker, now)
  );
}

function isFree(state: State, task: Task, worker: Worker): boolean {
  if (state.tables.activity.get(worker.activitySid)?.available !== true) return false;
  const live = liveOf(state, worker);
  if (!workspaceOf(state).multiTaskEnabled) return live.length === 0;
  const channel = channelOf(state, worker, task.taskChannelSid);
  const used = live.filter(({ taskChannelSid }) => taskChannelSid === task.taskChannelSid).length;
  return channel?.available === true && used < channel.capacity;
}

function suits(state: State, task: Task, worker: Worker, now: number): boolean {
  if (task.step?.kind !== 'workflow') return true;
  const { knownWorker, expression } = task.step.rule;
  if (knownWorker !== undefined) {
    const wanted = knownWorker.read({ attributes: task.attributes.value });
    const own = knownWorker.by === 'sid' ? worker.sid : worker.friendlyName.toLowerCase();
    if (typeof wanted !== 'string' || own !== (knownWorker.by === 'sid' ? wanted : wanted.toLowerCase())) return false;
  }
  const context = { task: { attributes: task.attributes.value }, worker: workerFacts(state, worker), now };
  return expression === undefined || expression.matches(context);
}

function liveOf(state: State, worker: Worker) {
  return [...state.tables.reservation.values()].filter(
    ({ workerSid, status }) => workerSid === worker.sid && ['pending', 'accepted', 'wrapping'].includes(status),
  );
}

function holds(state: State, task: Task, worker: Worker): boolean {
  return liveOf(state, worker).some(({ taskSid }) => taskSid === task.sid);
}

function channelOf(state: State, worker: Worker, taskChannelSid: string): WorkerChannel | undefined {
  return [...state.tables.workerChannel.values()].find(
    (channel) => channel.workerSid === worker.sid && channel.taskChannelSid === taskChannelSid,
  );
}
