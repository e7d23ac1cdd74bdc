import type { State } from '../../src/engine/state.ts';
import type { LearnedNames } from './learned-names.ts';
import { isLive, isOpen, type Oracle } from './model/oracle.ts';

/** How everything that is not over stands, as lines: by the oracle, and by the engine's records. */
export function foretoldStanding(oracle: Oracle): string[] {
  return [
    ...oracle.tasks.filter(isOpen).map(({ name, status, queue, priority, channel }) => {
      return `${name} ${status} in ${queue} priority ${priority} on ${channel}`;
    }),
    ...oracle.workers.map(({ name, activity }) => `${name} ${activity}`),
    ...oracle.reservations.filter(isLive).map(({ name, status, task, worker, channel }) => {
      return `${name} ${status} of ${task.name} by ${worker.name} on ${channel}`;
    }),
  ].sort();
}

export function standing({ tables }: State, { nameOf }: LearnedNames): string[] {
  const channelOf = (sid: string) => tables.channel.get(sid)?.uniqueName;
  const open = ['pending', 'reserved', 'assigned', 'wrapping'];
  const live = ['pending', 'accepted', 'wrapping'];
  return [
    ...[...tables.task.values()]
      .filter(({ status }) => open.includes(status))
      .map(({ sid, status, taskQueueSid, priority, taskChannelSid }) => {
        const queue = tables.queue.get(taskQueueSid ?? '')?.friendlyName ?? null;
        return `${nameOf(sid)} ${status} in ${queue} priority ${priority} on ${channelOf(taskChannelSid)}`;
      }),
    ...[...tables.worker.values()].map(({ friendlyName, activitySid }) => {
      return `${friendlyName} ${tables.activity.get(activitySid)?.friendlyName}`;
    }),
    ...[...tables.reservation.values()]
      .filter(({ status }) => live.includes(status))
      .map(({ sid, status, taskSid, workerSid, taskChannelSid }) => {
        const worker = tables.worker.get(workerSid)?.friendlyName;
        return `${nameOf(sid)} ${status} of ${nameOf(taskSid)} by ${worker} on ${channelOf(taskChannelSid)}`;
      }),
  ].sort();
}
