import type { WorkerFacts } from '../expressions/facts.ts';
import type { Worker, WorkerChannel } from '../records.ts';
import type { State } from '../state.ts';
import { workspaceOf } from '../state.ts';
import { availableCapacityPercentage, hasRoom } from './capacity.ts';

/** What expressions may read of a worker (expression contexts of the vendor: TargetWorkers and target expressions). */
export function workerFacts(state: Pick<State, 'tables' | 'indexes'>, worker: Worker): WorkerFacts {
  return {
    sid: worker.sid,
    friendlyName: worker.friendlyName,
    activitySid: worker.activitySid,
    get activityName() {
      return state.tables.activity.get(worker.activitySid)?.friendlyName ?? '';
    },
    attributes: worker.attributes.value,
    channel(uniqueName) {
      const channelSid = state.indexes.names.find('TaskChannel', uniqueName);
      const channel = channelSid === undefined ? undefined : workerChannelOf(state, worker.sid, channelSid);
      if (channel === undefined) return undefined;
      return {
        configuredCapacity: channel.capacity,
        assignedTasks: channel.accepted,
        availableCapacityPercentage: availableCapacityPercentage(channel),
      };
    },
  };
}

/**
 * Whether the worker's activity and its channel leave room for one more task of that channel (BEHAVIOUR: ROUTE-1). In a
 * single-tasking workspace channels do not count (ROUTE-15).
 */
export function isReady(state: Pick<State, 'tables' | 'indexes'>, worker: Worker, taskChannelSid: string): boolean {
  const channel = workerChannelOf(state, worker.sid, taskChannelSid);
  return channel !== undefined && canTakeOn(state, channel) && isPresent(state, worker);
}

/** Whether the worker's activity is an available one. */
export function isPresent(state: Pick<State, 'tables'>, worker: Worker): boolean {
  return state.tables.activity.get(worker.activitySid)?.available === true;
}

/** Whether a channel leaves room for one more task, whatever its worker's activity. */
export function canTakeOn(state: Pick<State, 'indexes'>, channel: WorkerChannel): boolean {
  if (workspaceOf(state).multiTaskEnabled) return hasRoom(channel);
  return state.indexes.workerChannels.load(channel.workerSid) === 0;
}

/** A worker's channel for one task channel. */
export function workerChannelOf(
  state: Pick<State, 'tables' | 'indexes'>,
  workerSid: string,
  taskChannelSid: string,
): WorkerChannel | undefined {
  return state.indexes.workerChannels.of(workerSid, taskChannelSid);
}
