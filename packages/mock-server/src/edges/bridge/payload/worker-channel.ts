import type { WorkerChannelPayload } from '@taskbay/protocol';
import { availableCapacityPercentage } from '../../../engine/views/capacity.ts';
import type { WorkerChannelView } from '../../../engine/views/subjects.ts';
import { seconds } from './dates.ts';

export function workerChannelPayload({ workspace, workerChannel, channel }: WorkerChannelView): WorkerChannelPayload {
  return {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    sid: workerChannel.sid,
    worker_sid: workerChannel.workerSid,
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.uniqueName,
    configured_capacity: workerChannel.capacity,
    available: workerChannel.available ? 1 : 0,
    assigned_tasks: workerChannel.accepted,
    available_capacity_percentage: availableCapacityPercentage(workerChannel),
    date_created: seconds(workerChannel.dateCreated),
    date_updated: seconds(workerChannel.dateUpdated),
    last_reserved_time: workerChannel.lastReservedTime,
  };
}
