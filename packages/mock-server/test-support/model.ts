import type { Reservation, Task, Worker, WorkerChannel } from '../src/engine/records.ts';
import type { State } from '../src/engine/state.ts';
import { workspaceOf } from '../src/engine/state.ts';
import { workerFacts } from '../src/engine/views/worker-facts.ts';

/**
 * ROUTE-1 and its neighbours once more, as plain scans over the records: none of the indexes, counters and shortcuts
 * that routing uses. `instead`: as if that reservation of the worker were not there.
 */
export function mayTake(state: State, task: Task, worker: Worker, now: number, instead?: Reservation): boolean {
  if (task.status !== 'pending' || task.step === null) return false;
  const live = liveOf(state, worker).filter(({ sid }) => sid !== instead?.sid);
  if (task.step.kind === 'worker') {
    return task.step.workerSid === worker.sid && (task.ignoreCapacity || isFree(state, task, worker, live));
  }
  if (live.some(({ taskSid }) => taskSid === task.sid) || !isFree(state, task, worker, live)) return false;
  const queue = state.tables.queue.get(task.taskQueueSid ?? '');
  return (
    queue?.targetWorkers.matches({ attributes: worker.attributes.value }) === true && suits(state, task, worker, now)
  );
}

function isFree(state: State, task: Task, worker: Worker, live: readonly Reservation[]): boolean {
  if (state.tables.activity.get(worker.activitySid)?.available !== true) return false;
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

function liveOf(state: State, worker: Worker): Reservation[] {
  return [...state.tables.reservation.values()].filter(
    ({ workerSid, status }) => workerSid === worker.sid && ['pending', 'accepted', 'wrapping'].includes(status),
  );
}

function channelOf(state: State, worker: Worker, taskChannelSid: string): WorkerChannel | undefined {
  return [...state.tables.workerChannel.values()].find(
    (channel) => channel.workerSid === worker.sid && channel.taskChannelSid === taskChannelSid,
  );
}
