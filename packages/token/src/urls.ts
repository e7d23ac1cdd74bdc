import { BRIDGE_PATH } from '@taskbay/protocol';
import { TokenError } from './errors.ts';
import type { BaseUrls, TaskQueueScope, WorkerScope, WorkspaceScope } from './scope.ts';

const VENDOR_REST_BASE = 'https://taskrouter.twilio.com/v1';
const VENDOR_EVENT_BRIDGE_BASE = 'https://event-bridge.twilio.com';

export function workspacesUrl(bases: BaseUrls): string {
  return `${restBase(bases)}/Workspaces`;
}

export function workspaceUrl(scope: WorkspaceScope): string {
  return `${workspacesUrl(scope)}/${scope.workspaceSid}`;
}

export function workerUrl(scope: WorkerScope): string {
  return `${workspaceUrl(scope)}/Workers/${scope.workerSid}`;
}

export function taskQueueUrl(scope: TaskQueueScope): string {
  return `${workspaceUrl(scope)}/TaskQueues/${scope.taskQueueSid}`;
}

/** URL of the event-bridge channel that v1 clients connect and post to. */
export function channelUrl(scope: BaseUrls & { readonly accountSid: string }, channelSid: string): string {
  return `${eventBridgeBase(scope)}${BRIDGE_PATH}/${scope.accountSid}/${channelSid}`;
}

function restBase(bases: BaseUrls): string {
  const base = (bases.restBase ?? VENDOR_REST_BASE).replace(/\/+$/, '');
  if (!/^https?:\/\/.+\/v1$/.test(base)) {
    throw new TokenError(
      'invalid_option',
      'restBase',
      `restBase must be an http(s) URL ending in "/v1", got "${base}"`,
    );
  }
  return base;
}

function eventBridgeBase(bases: BaseUrls): string {
  const base = (bases.eventBridgeBase ?? VENDOR_EVENT_BRIDGE_BASE).replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]+$/.test(base)) {
    const message = `eventBridgeBase must be scheme and host only ("${BRIDGE_PATH}" is added), got "${base}"`;
    throw new TokenError('invalid_option', 'eventBridgeBase', message);
  }
  return base;
}
