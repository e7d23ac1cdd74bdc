import { formatConnectQuery, LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import { isObject } from './fields.ts';
import { bridgeUrl, toSocketUrl } from './server.ts';
import type { Identity, Wire, WireSettings } from './wire.ts';

/** The wire of capability tokens: one URL per worker, queue or workspace, REST shapes in answers. */
export function createWireV1(settings: WireSettings, { accountSid, workerSid }: Identity): Wire {
  const { serverUrl, region, closeExistingSessions = false, disconnectActivity: disconnectActivitySid } = settings;
  const restBase = `${serverUrl ?? 'https://taskrouter.twilio.com'}/v1/`;
  const bridge = `${bridgeUrl(serverUrl, region && `${region}.us1`)}/${accountSid}/${workerSid}`;
  return {
    generation: 'v1',
    heartbeatMs: 60_000,
    channelsResource: 'Channels',
    liveReservationQueries: LIVE_RESERVATION_STATUSES.map((status) => ({ ReservationStatus: status })),
    socketUrl: (token) =>
      toSocketUrl(bridge, formatConnectQuery({ token, closeExistingSessions, disconnectActivitySid })),
    httpRequest: ({ method, path, params = {}, opening }, token) => ({
      url: bridge,
      headers: {},
      body: JSON.stringify({
        url: restBase + path,
        method,
        params: flat(params),
        token,
        event_type: opening ? 'ready' : undefined,
      }),
    }),
    reservationPath: ({ sid, taskSid }) => `Tasks/${taskSid}/Reservations/${sid}`,
  };
}

/** JSON objects travel as text here, as they do in REST. */
function flat(params: Readonly<Record<string, unknown>>): object {
  const entries = Object.entries(params);
  return Object.fromEntries(entries.map(([name, value]) => [name, isObject(value) ? JSON.stringify(value) : value]));
}
