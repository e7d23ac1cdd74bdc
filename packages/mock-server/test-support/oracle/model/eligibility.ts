import { QUEUE_EXPRESSIONS, TARGET_EXPRESSIONS, type WorkerView } from './expressions.ts';
import { holdsTask, liveOf, type Oracle, queueNamed } from './oracle.ts';
import {
  ACTIVITIES,
  type Channel,
  type OracleQueue,
  type OracleTask,
  type OracleWorker,
  type Target,
} from './records.ts';

/** ROUTE-1, ROUTE-5, ROUTE-7, ROUTE-11. */
export function mayTake(oracle: Oracle, worker: OracleWorker, task: OracleTask): boolean {
  if (task.status !== 'pending' || holdsTask(oracle, worker, task)) return false;
  const { place } = task;
  if (place.kind === 'worker') {
    return place.worker === worker && (place.ignoreCapacity || isFree(oracle, worker, task.channel));
  }
  if (!isFree(oracle, worker, task.channel)) return false;
  const queue = queueNamed(oracle, task.queue);
  return queue !== undefined && isMember(worker, queue) && suits(oracle, worker, task);
}

/** QUEUE-1. */
export function isMember(worker: OracleWorker, queue: OracleQueue): boolean {
  return QUEUE_EXPRESSIONS[queue.expression](worker.attributes);
}

export const isAvailable = (worker: OracleWorker): boolean => ACTIVITIES[worker.activity];

/** CAP-1, CAP-3; ROUTE-15 in a single-tasking workspace. */
function isFree(oracle: Oracle, worker: OracleWorker, channel: Channel): boolean {
  if (!isAvailable(worker)) return false;
  if (oracle.singleTasking) return liveOf(oracle, worker).length === 0;
  const { capacity, available } = worker.channels[channel];
  return available && usedCapacity(oracle, worker, channel) < capacity;
}

/** FLOW-13, ROUTE-7. */
function suits(oracle: Oracle, worker: OracleWorker, task: OracleTask): boolean {
  const target = targetOf(task);
  if (target === undefined) return true;
  if (target.known === 'sid' && task.attributes.agent_sid !== worker.sid) return false;
  if (target.known === 'friendly_name' && task.attributes.agent?.toLowerCase() !== worker.name.toLowerCase()) {
    return false;
  }
  return (
    target.expression === undefined || TARGET_EXPRESSIONS[target.expression](viewOf(oracle, worker), task.attributes)
  );
}

/** The target a task waits at; undefined outside of workflows. */
export function targetOf({ place, configuration }: OracleTask): Target | undefined {
  if (place.kind !== 'workflow') return undefined;
  if (place.filter === 'default') return configuration?.defaultTarget;
  return configuration?.filters[place.filter]?.targets[place.target];
}

/** What a target's expression sees of a worker: CAP-2, CAP-6. */
export function viewOf(oracle: Oracle, worker: OracleWorker): WorkerView {
  const capacity = (channel: Channel): number => worker.channels[channel].capacity;
  return {
    sid: worker.sid,
    name: worker.name,
    activity: worker.activity,
    attributes: worker.attributes,
    capacity,
    assignedTasks: (on) =>
      liveOf(oracle, worker).filter(({ channel, status }) => channel === on && status === 'accepted').length,
    availablePercentage: (channel) => {
      if (capacity(channel) === 0) return 0;
      return Math.max(0, Math.floor((1 - usedCapacity(oracle, worker, channel) / capacity(channel)) * 100));
    },
  };
}

function usedCapacity(oracle: Oracle, worker: OracleWorker, on: Channel): number {
  return liveOf(oracle, worker).filter(({ channel }) => channel === on).length;
}
