import type { TaskPayload } from '@taskbay/protocol';
import type { TaskView } from '../../../engine/views/subjects.ts';
import { seconds } from './dates.ts';

/** No add-ons are modelled, and vendor clients parse the field. */
const NO_ADDONS = '{}';

/** `now`: server time in milliseconds, from which `age` counts. */
export function taskPayload({ workspace, task, channel, queue, workflow }: TaskView, now: number): TaskPayload {
  return {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    sid: task.sid,
    attributes: task.attributes.text,
    addons: NO_ADDONS,
    age: seconds(now - task.dateCreated),
    assignment_status: task.status,
    priority: task.priority,
    reason: task.reason,
    routing_target: task.routingTarget,
    timeout: task.timeout,
    queue_sid: queue?.sid ?? null,
    queue_name: queue?.friendlyName ?? null,
    workflow_sid: workflow?.sid ?? null,
    workflow_name: workflow?.friendlyName ?? null,
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.uniqueName,
    date_created: seconds(task.dateCreated),
    date_updated: seconds(task.dateUpdated),
    virtual_start_time: seconds(task.virtualStartTime),
    version: task.version,
  };
}
