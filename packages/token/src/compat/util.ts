import { channelUrl, workspacesUrl as workspacesCollectionUrl } from '../urls.ts';
import { Policy } from './policy.ts';

const VENDOR_HOST = 'https://taskrouter.twilio.com';

/** The vendor's four read-only rules of a worker; the event bridge needs `defaultEventBridgePolicies` beside them. */
export function defaultWorkerPolicies(version: string, workspaceSid: string, workerSid: string): Policy[] {
  const workspace = `${VENDOR_HOST}/${version}/Workspaces/${workspaceSid}`;
  const worker = `${workspace}/Workers/${workerSid}`;
  return [`${workspace}/Activities`, `${workspace}/Tasks/**`, `${worker}/Reservations/**`, worker].map(
    (url) => new Policy({ url, method: 'GET' }),
  );
}

/** GET opens the socket of a channel, POST sends requests through it. */
export function defaultEventBridgePolicies(accountSid: string, channelId: string): Policy[] {
  const url = channelUrl({ accountSid }, channelId);
  return [new Policy({ url, method: 'GET' }), new Policy({ url, method: 'POST' })];
}

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
