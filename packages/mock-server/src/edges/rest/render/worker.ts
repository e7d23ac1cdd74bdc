import type { RestWorker } from '@taskbay/protocol';
import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

/** `attributes` are always there, unlike the documentation of lists says: clients rely on them. */
export function renderWorker({ workspace, worker, activity }: Views['worker'], facts: RenderFacts): RestWorker {
  const at = (...segments: string[]) => address(facts, workspace.sid, ...segments);
  return {
    account_sid: workspace.accountSid,
    activity_name: activity.friendlyName,
    activity_sid: activity.sid,
    attributes: worker.attributes.text,
    available: activity.available,
    date_created: date(worker.dateCreated),
    date_status_changed: date(worker.dateStatusChanged),
    date_updated: date(worker.dateUpdated),
    friendly_name: worker.friendlyName,
    sid: worker.sid,
    workspace_sid: workspace.sid,
    url: at('Workers', worker.sid),
    links: {
      channels: at('Workers', worker.sid, 'Channels'),
      activity: at('Activities', activity.sid),
      workspace: at(),
      statistics: at('Workers', 'Statistics'),
      real_time_statistics: at('Workers', 'RealTimeStatistics'),
      cumulative_statistics: at('Workers', 'CumulativeStatistics'),
      worker_statistics: at('Workers', worker.sid, 'Statistics'),
      worker_channels: at('Workers', worker.sid, 'Channels'),
      reservations: at('Workers', worker.sid, 'Reservations'),
    },
  };
}
