import type { RestActivity } from '@taskbay/protocol';
import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

export function renderActivity({ workspace, activity }: Views['activity'], facts: RenderFacts): RestActivity {
  return {
    account_sid: workspace.accountSid,
    available: activity.available,
    date_created: date(activity.dateCreated),
    date_updated: date(activity.dateUpdated),
    friendly_name: activity.friendlyName,
    sid: activity.sid,
    workspace_sid: workspace.sid,
    url: address(facts, workspace.sid, 'Activities', activity.sid),
    links: { workspace: address(facts, workspace.sid) },
  };
}
