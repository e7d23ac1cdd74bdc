import {
  API_VERSION_HEADER,
  BRIDGE_PATH,
  CLIENT_VERSION_HEADER,
  formatConnectQuery,
  isObject,
  LIVE_RESERVATION_STATUSES,
} from '@taskbay/protocol';
import { notOnThisWire, TaskbayError } from '../errors.ts';
import { checkServerUrl, type WorkerOptions } from '../options.ts';
import type { TokenFacts } from '../session/token-claims.ts';
import { VERSION } from '../version.ts';
import type { Identity, TunnelRequest, Wire } from './wire.ts';

/**
 * The wire a token asks for, on the server the options name, and whose it is where the token says it all. `channelSid`:
 * what the v1 path ends in. Throws `usage` where a v1 token does not name it.
 */
export function createWire(
  { generation, accountSid, workspaceSid, workerSid }: TokenFacts,
  options: WorkerOptions,
  channelSid = workerSid,
): { wire: Wire; identity: Identity | undefined } {
  const identity =
    accountSid && workspaceSid && channelSid ? { accountSid, workspaceSid, workerSid: channelSid } : undefined;
  const v1 = generation === 'v1';
  if (v1) requireIdentity(identity);
  const { closeExistingSessions = false, disconnectActivity } = options;
  const serverUrl = checkServerUrl(options);
  const url = bridgeOf(serverUrl, options.region, v1) + (v1 ? `/${accountSid}/${channelSid}` : '');
  const own = v1 ? { disconnectActivitySid: disconnectActivity } : { clientVersion: VERSION };
  const wire: Wire = {
    generation,
    heartbeatMs: v1 ? 60_000 : 30_000,
    channelsResource: v1 ? 'Channels' : 'WorkerChannels',
    liveReservationQueries: v1
      ? LIVE_RESERVATION_STATUSES.map((ReservationStatus) => ({ ReservationStatus }))
      : [{ Active: 'true' }],
    socketUrl: (token) =>
      `${url.replace(/^http/, 'ws')}?${formatConnectQuery({ token, closeExistingSessions, ...own })}`,
    httpRequest: (request, token) => ({
      url,
      headers: v1 ? {} : headersOf(request),
      body: JSON.stringify(v1 ? bodyV1(request, token, serverUrl) : bodyV2(request, token)),
    }),
    reservationPath: ({ sid, taskSid }) => `${v1 ? `Tasks/${taskSid}` : '~'}/Reservations/${sid}`,
  };
  return { wire, identity };
}

/** Throws `usage` for a token that does not name all that a client needs which is told nothing by a socket. */
export function requireIdentity(identity: Identity | undefined): Identity {
  if (identity) return identity;
  throw new TaskbayError('usage', 'The token lacks the SID of its account, workspace or channel');
}

/** On the server that the options name, or on the vendor's host of a region, which each generation writes its own way. */
function bridgeOf(serverUrl: string | undefined, region: string | undefined, v1: boolean): string {
  const host = region && (v1 ? `.${region}.us1` : region !== 'us1' && `.${region}`);
  return (serverUrl ?? `https://event-bridge${host || ''}.twilio.com`) + BRIDGE_PATH;
}

function headersOf({ apiVersion = 'v1', ifMatch }: TunnelRequest): Record<string, string> {
  const condition = ifMatch === undefined ? undefined : { 'If-Match': String(ifMatch) };
  return { [CLIENT_VERSION_HEADER]: VERSION, [API_VERSION_HEADER]: apiVersion, ...condition };
}

function bodyV2({ method, path, params = {} }: TunnelRequest, token: string): object {
  if (method === 'DELETE') throw notOnThisWire(method);
  return { url: path, method, params, token };
}

/** Absolute URLs as in REST; JSON objects travel as text here, as they do there. */
function bodyV1({ method, path, params = {}, opening }: TunnelRequest, token: string, serverUrl?: string): object {
  const flat = Object.entries(params).map(([name, value]) => [name, isObject(value) ? JSON.stringify(value) : value]);
  return {
    url: `${serverUrl ?? 'https://taskrouter.twilio.com'}/v1/${path}`,
    method,
    params: Object.fromEntries(flat),
    token,
    event_type: opening ? 'ready' : undefined,
  };
}
