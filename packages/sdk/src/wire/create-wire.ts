import {
  API_VERSION_HEADER,
  BRIDGE_PATH,
  CLIENT_VERSION_HEADER,
  isObject,
  LIVE_RESERVATION_STATUSES,
} from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import { checkServer, type WorkerOptions } from '../options.ts';
import type { TokenFacts } from '../session/token-claims.ts';
import { VERSION } from '../version.ts';
import type { Wire } from './wire.ts';

const V2_FORM = /Workers\/\w+\/(Transfers|\w+Participant)/;

/**
 * The wire a token asks for, on the server the options name. `channelSid`: what the v1 path ends in; null where a socket
 * will say whose session it is. Throws `usage` where the token has to say that and does not.
 */
export function createWire(
  { generation, accountSid, workspaceSid }: TokenFacts,
  options: WorkerOptions,
  channelSid: string | null | undefined,
): Wire {
  const v1 = generation === 'v1';
  const known = accountSid && workspaceSid && channelSid;
  if (channelSid !== null && !known) throw new TaskbayError('usage', 'The token does not say whose it is');
  const { closeExistingSessions = false, disconnectActivity } = options;
  const serverUrl = checkServer(options);
  const url = bridgeOf(serverUrl, options.region, v1) + (v1 ? `/${accountSid}/${channelSid}` : '');
  const own = v1 ? disconnectActivity && { disconnectActivitySid: disconnectActivity } : { clientVersion: VERSION };
  return {
    v1,
    identity: known ? { accountSid, workspaceSid, workerSid: channelSid } : undefined,
    liveQueries: v1
      ? LIVE_RESERVATION_STATUSES.map((ReservationStatus) => ({ ReservationStatus }))
      : [{ Active: 'true' }],
    url,
    socketUrl: (token) =>
      `${url.replace(/^http/, 'ws')}?${new URLSearchParams({ token, closeExistingSessions: String(closeExistingSessions), ...own })}`,
    requestOf: ({ method, path, params = {}, ifMatch }, token) => {
      // Only there are the live reservations asked for in one list.
      const newer = params.Active || V2_FORM.test(path);
      const read = method === 'GET';
      if (v1 ? ifMatch || (newer && !read) : method === 'DELETE') {
        throw new TaskbayError('not_supported_by_token', `This wire has no ${method} ${path}`);
      }
      const headers = { [CLIENT_VERSION_HEADER]: VERSION, [API_VERSION_HEADER]: newer ? 'v2' : 'v1' };
      // JSON objects among the parameters travel as text on v1, as they do in REST.
      const written = (name: string, value: unknown) =>
        v1 && /^[A-Z]/.test(name) && isObject(value) ? JSON.stringify(value) : value;
      return {
        method: 'POST',
        headers: { ...(!v1 && headers), ...(ifMatch && { 'If-Match': ifMatch }) },
        body: JSON.stringify(
          {
            url: v1 ? `${serverUrl ?? 'https://taskrouter.twilio.com'}/v1/${path}` : path,
            method,
            params,
            token,
            // The read that opens a session.
            event_type: v1 && read && path.endsWith(`Workers/${channelSid}`) ? 'ready' : undefined,
          },
          written,
        ),
      };
    },
  };
}

/** On the server that the options name, or on the vendor's host of a region, which each generation writes its own way. */
export function bridgeOf(serverUrl: string | undefined, region: string | undefined, v1: boolean): string {
  const host = region && (v1 ? `.${region}.us1` : region !== 'us1' && `.${region}`);
  return (serverUrl ?? `https://event-bridge${host || ''}.twilio.com`) + BRIDGE_PATH;
}
