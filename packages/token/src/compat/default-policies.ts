import { channelUrl } from '../urls.ts';
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
