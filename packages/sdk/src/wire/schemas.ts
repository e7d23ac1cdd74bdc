import type { Kind, Records } from '../store/records.ts';

/**
 * What is read of each kind of object, and shown by its entity: field by field, the ones that must be there with `!`. After
 * `=` the name on the wire where it is not the same in snake_case, or the two it has: REST and frames differ in some. Lines
 * go on at the margin: what indents them would be part of the texts.
 */
export const SCHEMAS = {
  worker: `sid! accountSid workspaceSid friendlyName! attributes available activitySid! activityName \
dateCreated dateUpdated dateStatusChanged version`,
  activity: 'sid! friendlyName! available! dateUpdated',
  channel: `sid! workerSid taskChannelSid! taskChannelUniqueName! capacity!=configured_capacity available! \
assignedTasks availableCapacityPercentage lastReservedTime dateUpdated`,
  task: `sid! attributes addons age status!=assignment_status priority reason routingTarget timeout \
queueSid=queue_sid|task_queue_sid queueName=queue_name|task_queue_friendly_name workflowSid \
workflowName=workflow_name|workflow_friendly_name taskChannelSid taskChannelUniqueName dateCreated \
dateUpdated virtualStartTime version`,
  reservation: `sid! taskSid! workerSid workerName status!=reservation_status timeout=reservation_timeout \
canceledReasonCode dateCreated dateUpdated version`,
  transfer: `sid! taskSid! mode!=transfer_mode type!=transfer_type status!=transfer_status to!=transfer_to \
reservationSid!=initiating_reservation_sid workerSid!=initiating_worker_sid queueSid=initiating_queue_sid \
workflowSid=initiating_workflow_sid failedReason=transfer_failed_reason dateCreated dateUpdated`,
} as const satisfies Record<Kind, string>;

export const TASK_QUEUE = `sid! friendlyName! targetWorkers taskOrder maxReservedWorkers \
reservationActivitySid assignmentActivitySid dateCreated dateUpdated`;

/** The first frame of a v2 socket: whose session it is, and how many milliseconds its token has left. */
export const INIT = 'accountSid! workspaceSid! workerSid!=channel_id tokenLifetime!';

/** Access tokens have the account under another name, and the others in a grant. */
export const TOKEN = 'accountSid=account_sid|sub workspaceSid workerSid taskQueueSid=taskqueue_sid';

/** The names of the fields in a schema. */
type Listed<Schema extends string> = Schema extends `${infer Field} ${infer Rest}`
  ? Listed<Field> | Listed<Rest>
  : Schema extends `${infer Name}=${string}`
    ? Listed<Name>
    : Schema extends `${infer Name}!`
      ? Name
      : Schema;

/** Fields of records that no schema lists: the kinds that have no version, and what is found out otherwise. */
export type Unlisted = { [K in Kind]: Exclude<keyof Records[K], Listed<(typeof SCHEMAS)[K]>> }[Kind];
