import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

export function renderWorkflow({ workspace, workflow }: Views['workflow'], facts: RenderFacts) {
  const at = (...segments: string[]) => address(facts, workspace.sid, 'Workflows', workflow.sid, ...segments);
  return {
    account_sid: workspace.accountSid,
    assignment_callback_url: workflow.assignmentCallbackUrl,
    configuration: workflow.configuration.text,
    date_created: date(workflow.dateCreated),
    date_updated: date(workflow.dateUpdated),
    document_content_type: 'application/json',
    fallback_assignment_callback_url: workflow.fallbackAssignmentCallbackUrl,
    friendly_name: workflow.friendlyName,
    sid: workflow.sid,
    task_reservation_timeout: workflow.taskReservationTimeout,
    workspace_sid: workspace.sid,
    url: at(),
    links: {
      statistics: at('Statistics'),
      real_time_statistics: at('RealTimeStatistics'),
      cumulative_statistics: at('CumulativeStatistics'),
    },
  };
}
