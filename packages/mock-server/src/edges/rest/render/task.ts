import type { RestTask } from '@taskbay/protocol';
import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

type Task = Views['task']['task'];

export function renderTask({ workspace, task, queue, workflow, channel }: Views['task'], facts: RenderFacts): RestTask {
  const at = (...segments: string[]) => address(facts, workspace.sid, ...segments);
  return {
    account_sid: workspace.accountSid,
    age: Math.max(0, Math.floor((facts.now - task.dateCreated) / 1000)),
    assignment_status: task.status,
    attributes: task.attributes.text,
    addons: '{}',
    date_created: date(task.dateCreated),
    date_updated: date(task.dateUpdated),
    task_queue_entered_date: task.taskQueueEnteredDate === null ? null : date(task.taskQueueEnteredDate),
    priority: task.priority,
    reason: task.reason,
    sid: task.sid,
    task_queue_sid: task.taskQueueSid,
    task_queue_friendly_name: queue?.friendlyName ?? null,
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.uniqueName,
    timeout: task.timeout,
    workflow_sid: task.workflowSid,
    workflow_friendly_name: workflow?.friendlyName ?? null,
    workspace_sid: workspace.sid,
    url: at('Tasks', task.sid),
    links: links(task, at),
    virtual_start_time: date(task.virtualStartTime),
    ignore_capacity: task.ignoreCapacity,
    routing_target: task.routingTarget,
  };
}

function links({ sid, taskQueueSid, workflowSid }: Task, at: (...segments: string[]) => string): RestTask['links'] {
  const urls: RestTask['links'] = {};
  if (taskQueueSid !== null) urls.task_queue = at('TaskQueues', taskQueueSid);
  if (workflowSid !== null) urls.workflow = at('Workflows', workflowSid);
  urls.workspace = at();
  urls.reservations = at('Tasks', sid, 'Reservations');
  return urls;
}
