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
  if (state.tables.activity.get(worker.activitySid)?.available !== true) return false;
  const channel = workerChannelOf(state, worker.sid, taskChannelSid);
  if (channel === undefined) return false;
  if (workspaceOf(state).multiTaskEnabled) return hasRoom(channel);
  return state.indexes.tally.liveReservations(worker.sid) === 0;
}

/** A worker's channel for one task channel. */
export function workerChannelOf(
  state: Pick<State, 'tables' | 'indexes'>,
  workerSid: string,
  taskChannelSid: string,
): WorkerChannel | undefined {
  return state.indexes.workerChannels.of(workerSid, taskChannelSid);
}
