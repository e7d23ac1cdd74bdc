import { workspacesUrl as workspacesCollectionUrl } from '../urls.ts';

/** The SID may be left out, or be `*` or `**`; so too in the builders below. */
export function workspacesUrl(workspaceSid?: string): string {
  return join(workspacesCollectionUrl({}), workspaceSid);
}

export function taskQueuesUrl(workspaceSid: string, taskQueueSid?: string): string {
  return join(workspacesUrl(workspaceSid), 'TaskQueues', taskQueueSid);
}

export function tasksUrl(workspaceSid: string, taskSid?: string): string {
  return join(workspacesUrl(workspaceSid), 'Tasks', taskSid);
}

export function activitiesUrl(workspaceSid: string, activitySid?: string): string {
  return join(workspacesUrl(workspaceSid), 'Activities', activitySid);
}

export function workersUrl(workspaceSid: string, workerSid?: string): string {
  return join(workspacesUrl(workspaceSid), 'Workers', workerSid);
}

export function reservationsUrl(workspaceSid: string, workerSid: string, reservationSid?: string): string {
  return join(workersUrl(workspaceSid, workerSid), 'Reservations', reservationSid);
}

function join(...segments: unknown[]): string {
  return segments.filter((segment) => typeof segment === 'string').join('/');
}
