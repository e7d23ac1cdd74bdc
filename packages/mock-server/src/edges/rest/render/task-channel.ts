import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

export function renderTaskChannel({ workspace, channel }: Views['taskChannel'], facts: RenderFacts) {
  return {
    account_sid: workspace.accountSid,
    date_created: date(channel.dateCreated),
    date_updated: date(channel.dateUpdated),
    friendly_name: channel.friendlyName,
    sid: channel.sid,
    unique_name: channel.uniqueName,
    workspace_sid: workspace.sid,
    channel_optimized_routing: channel.channelOptimizedRouting,
    url: address(facts, workspace.sid, 'TaskChannels', channel.sid),
    links: { workspace: address(facts, workspace.sid) },
  };
}
