import type { ActivityPayload } from '@taskbay/protocol';
import type { Views } from '../../operations/views.ts';
import { seconds } from './dates.ts';

export function activityPayload({ workspace, activity }: Views['activity']): ActivityPayload {
  return {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    sid: activity.sid,
    friendly_name: activity.friendlyName,
    available: activity.available,
    date_created: seconds(activity.dateCreated),
    date_updated: seconds(activity.dateUpdated),
  };
}
