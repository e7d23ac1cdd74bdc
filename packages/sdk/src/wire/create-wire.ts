import {
  API_VERSION_HEADER,
  BRIDGE_PATH,
  CLIENT_VERSION_HEADER,
  formatConnectQuery,
  isObject,
  LIVE_RESERVATION_STATUSES,
} from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import { checkServer, type WorkerOptions } from '../options.ts';
import type { TokenFacts } from '../session/token-claims.ts';
import { VERSION } from '../version.ts';
import type { TunnelRequest, Wire } from './wire.ts';

/**
 * The wire a token asks for, on the server the options name. `channelSid`: what the v1 path ends in. `alone`: no socket
 * will say whose session it is. Throws `usage` where the token has to say that and does not.
 */
export function createWire(
  { generation, accountSid, workspaceSid, workerSid }: TokenFacts,
  options: WorkerOptions,
  alone = false,
  channelSid = workerSid,
): Wire {
  const v1 = generation === 'v1';
  const told = v1 || alone;
  const known = accountSid && workspaceSid && channelSid;
  if (told && !known) throw new TaskbayError('usage', 'The token lacks the SID of its account, workspace or channel');
  const { closeExistingSessions = false, disconnectActivity } = options;
  const serverUrl = checkServer(options);
  const url = bridgeOf(serverUrl, options.region, v1) + (v1 ? `/${accountSid}/${channelSid}` : '');
  const own = v1 ? { disconnectActivitySid: disconnectActivity } : { clientVersion: VERSION };
  return {
    generation,
    identity: told && known ? { accountSid, workspaceSid, workerSid: channelSid } : undefined,
    silenceMs: v1 ? 60_000 : 30_000,
    channelsPath: v1 ? 'Channels' : 'WorkerChannels',
    liveQueries: v1
      ? LIVE_RESERVATION_STATUSES.map((ReservationStatus) => ({ ReservationStatus }))
      : [{ Active: 'true' }],
    socketUrl: (token) =>
      `${url.replace(/^http/, 'ws')}?${formatConnectQuery({ token, closeExistingSessions, ...own })}`,
    requestOf: (request, token) => {
      const { method, path, params = {}, apiVersion = 'v1', ifMatch, opening } = request;
      if (isForeign(request, v1)) {
        throw new TaskbayError(
          'not_supported_by_token',
          `This wire has no ${ifMatch ? 'versions' : `${method} ${path}`}`,
        );
      }
      const headers = { [CLIENT_VERSION_HEADER]: VERSION, [API_VERSION_HEADER]: apiVersion };
      return {
        url,
        headers: { ...(!v1 && headers), ...(ifMatch && { 'If-Match': ifMatch }) },
        body: JSON.stringify({
          url: v1 ? `${serverUrl ?? 'https://taskrouter.twilio.com'}/v1/${path}` : path,
          method,
          params: v1 ? flattened(params) : params,
          token,
          event_type: v1 ? opening : undefined,
        }),
      };
    },
    reservationPath: ({ sid, taskSid }) => `${v1 ? `Tasks/${taskSid}` : '~'}/Reservations/${sid}`,
  };
}

/** Only v1 deletes; only v2 has versions, transfers and participants. */
function isForeign({ method, apiVersion, ifMatch }: TunnelRequest, v1: boolean): unknown {
  return v1 ? (ifMatch ?? (apiVersion && method !== 'GET')) : method === 'DELETE';
}

/** On the server that the options name, or on the vendor's host of a region, which each generation writes its own way. */
export function bridgeOf(serverUrl: string | undefined, region: string | undefined, v1: boolean): string {
  const host = region && (v1 ? `.${region}.us1` : region !== 'us1' && `.${region}`);
  return (serverUrl ?? `https://event-bridge${host || ''}.twilio.com`) + BRIDGE_PATH;
}

/** JSON objects travel as text on v1, as they do in REST. */
function flattened(params: object): object {
  const flat = Object.entries(params).map(([name, value]) => [name, isObject(value) ? JSON.stringify(value) : value]);
  return Object.fromEntries(flat);
}
