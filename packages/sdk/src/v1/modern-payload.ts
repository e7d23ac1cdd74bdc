import type { Worker } from '../index.ts';
import { type Payload, renamed } from './convert.ts';

/** What the facade asks of the modern worker. */
export type ModernWorker = Pick<Worker, keyof Worker>;

/** What the modern SDK calls otherwise than REST. */
const NAMES: Readonly<Record<string, string>> = {
  capacity: 'configured_capacity',
  queueName: 'task_queue_friendly_name',
  queueSid: 'task_queue_sid',
  status: 'assignment_status',
  workflowName: 'workflow_friendly_name',
};

/** A task, channel or worker of the modern SDK as the REST payload it was read from. */
export function toPayload({ accountSid, workspaceSid }: ModernWorker, record: object): Payload {
  const restName = (name: string) => NAMES[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return renamed({ ...record, accountSid, workspaceSid }, restName);
}

export function workerPayload(modern: ModernWorker): Payload {
  const { sid, friendlyName, attributes, available, activity, dateCreated, dateUpdated, dateStatusChanged } = modern;
  const activityNames = { activityName: activity?.friendlyName, activitySid: activity?.sid };
  const read = { sid, friendlyName, attributes, available, dateCreated, dateUpdated, dateStatusChanged };
  return toPayload(modern, { ...read, ...activityNames });
}
