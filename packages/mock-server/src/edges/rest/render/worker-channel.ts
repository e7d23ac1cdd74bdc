import type { RestWorkerChannel } from '@taskbay/protocol';
import { availableCapacityPercentage } from '../../../engine/views/capacity.ts';
import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

export function renderWorkerChannel(
  { workspace, worker, workerChannel, channel }: Views['workerChannel'],
  facts: RenderFacts,
): RestWorkerChannel {
  return {
    account_sid: workspace.accountSid,
    assigned_tasks: workerChannel.accepted,
    available: workerChannel.available,
    available_capacity_percentage: availableCapacityPercentage(workerChannel),
    configured_capacity: workerChannel.capacity,
    date_created: date(workerChannel.dateCreated),
    date_updated: date(workerChannel.dateUpdated),
    sid: workerChannel.sid,
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.uniqueName,
    worker_sid: worker.sid,
    workspace_sid: workspace.sid,
    url: address(facts, workspace.sid, 'Workers', worker.sid, 'Channels', workerChannel.sid),
  };
}
