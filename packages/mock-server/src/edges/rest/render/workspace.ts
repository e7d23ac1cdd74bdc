import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

export function renderWorkspace(
  { workspace, defaultActivity, timeoutActivity }: Views['workspace'],
  facts: RenderFacts,
) {
  const { sid } = workspace;
  return {
    account_sid: workspace.accountSid,
    date_created: date(workspace.dateCreated),
    date_updated: date(workspace.dateUpdated),
    default_activity_name: defaultActivity.friendlyName,
    default_activity_sid: defaultActivity.sid,
    event_callback_url: workspace.eventCallbackUrl ?? '',
    events_filter: workspace.eventsFilter,
    friendly_name: workspace.friendlyName,
    multi_task_enabled: workspace.multiTaskEnabled,
    sid,
    timeout_activity_name: timeoutActivity.friendlyName,
    timeout_activity_sid: timeoutActivity.sid,
    prioritize_queue_order: workspace.prioritizeQueueOrder,
    url: address(facts, sid),
    links: {
      activities: address(facts, sid, 'Activities'),
      statistics: address(facts, sid, 'Statistics'),
      real_time_statistics: address(facts, sid, 'RealTimeStatistics'),
      cumulative_statistics: address(facts, sid, 'CumulativeStatistics'),
      task_queues: address(facts, sid, 'TaskQueues'),
      tasks: address(facts, sid, 'Tasks'),
      workers: address(facts, sid, 'Workers'),
      workflows: address(facts, sid, 'Workflows'),
      task_channels: address(facts, sid, 'TaskChannels'),
      events: address(facts, sid, 'Events'),
    },
  };
}
