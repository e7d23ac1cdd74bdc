import type { Activity, TaskChannel, TaskQueue, Workflow, Workspace } from './records.ts';
import type { Records, TableName } from './tables.ts';

type Shape<T> = (record: T) => T;

/**
 * What a workspace is made of, written out as the records in `drafts.ts` are; literals do, since these stay. Handlers make
 * them with spreads, of which each may have a hidden class of its own: five thousand queues had five thousand. Calls,
 * conferences and transfers are few and soon gone, and stay as they were made.
 */
const SHAPES: { readonly [N in TableName]?: Shape<Records[N]> } = {
  workspace: (workspace: Workspace): Workspace => ({
    sid: workspace.sid,
    ordinal: workspace.ordinal,
    dateCreated: workspace.dateCreated,
    dateUpdated: workspace.dateUpdated,
    accountSid: workspace.accountSid,
    friendlyName: workspace.friendlyName,
    eventCallbackUrl: workspace.eventCallbackUrl,
    eventsFilter: workspace.eventsFilter,
    multiTaskEnabled: workspace.multiTaskEnabled,
    prioritizeQueueOrder: workspace.prioritizeQueueOrder,
    defaultActivitySid: workspace.defaultActivitySid,
    timeoutActivitySid: workspace.timeoutActivitySid,
  }),
  activity: (activity: Activity): Activity => ({
    sid: activity.sid,
    ordinal: activity.ordinal,
    dateCreated: activity.dateCreated,
    dateUpdated: activity.dateUpdated,
    friendlyName: activity.friendlyName,
    available: activity.available,
  }),
  channel: (channel: TaskChannel): TaskChannel => ({
    sid: channel.sid,
    ordinal: channel.ordinal,
    dateCreated: channel.dateCreated,
    dateUpdated: channel.dateUpdated,
    friendlyName: channel.friendlyName,
    uniqueName: channel.uniqueName,
    channelOptimizedRouting: channel.channelOptimizedRouting,
  }),
  queue: (queue: TaskQueue): TaskQueue => ({
    sid: queue.sid,
    ordinal: queue.ordinal,
    dateCreated: queue.dateCreated,
    dateUpdated: queue.dateUpdated,
    friendlyName: queue.friendlyName,
    targetWorkers: queue.targetWorkers,
    maxReservedWorkers: queue.maxReservedWorkers,
    taskOrder: queue.taskOrder,
    reservationActivitySid: queue.reservationActivitySid,
    assignmentActivitySid: queue.assignmentActivitySid,
  }),
  workflow: (workflow: Workflow): Workflow => ({
    sid: workflow.sid,
    ordinal: workflow.ordinal,
    dateCreated: workflow.dateCreated,
    dateUpdated: workflow.dateUpdated,
    friendlyName: workflow.friendlyName,
    configuration: workflow.configuration,
    assignmentCallbackUrl: workflow.assignmentCallbackUrl,
    fallbackAssignmentCallbackUrl: workflow.fallbackAssignmentCallbackUrl,
    taskReservationTimeout: workflow.taskReservationTimeout,
  }),
};

/** The record with the hidden class of its kind. */
export function shaped<N extends TableName>(table: N, record: Records[N]): Records[N] {
  const shape: Shape<Records[N]> | undefined = SHAPES[table];
  return shape === undefined ? record : shape(record);
}
