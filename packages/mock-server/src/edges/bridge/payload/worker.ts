import type { WorkerPayload } from '@taskbay/protocol';
import type { WorkerView } from '../../../engine/views/subjects.ts';
import { seconds } from './dates.ts';

export function workerPayload({ workspace, worker, activity }: WorkerView): WorkerPayload {
  return {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    sid: worker.sid,
    friendly_name: worker.friendlyName,
    attributes: worker.attributes.text,
    available: activity.available,
    activity_sid: activity.sid,
    activity_name: activity.friendlyName,
    date_created: seconds(worker.dateCreated),
    date_updated: seconds(worker.dateUpdated),
    date_status_changed: seconds(worker.dateStatusChanged),
    version: worker.version,
  };
}
