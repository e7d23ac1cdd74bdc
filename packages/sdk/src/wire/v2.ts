import { API_VERSION_HEADER, CLIENT_VERSION_HEADER, formatConnectQuery } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { bridgeUrl, toSocketUrl } from './server.ts';
import type { Wire, WireSettings } from './wire.ts';

/** The wire of access tokens: one URL for all, identity by the `init` frame, reservations with their task nested. */
export function createWireV2({ serverUrl, region, closeExistingSessions = false }: WireSettings): Wire {
  const bridge = bridgeUrl(serverUrl, region === 'us1' ? undefined : region);
  return {
    generation: 'v2',
    heartbeatMs: 30_000,
    channelsResource: 'WorkerChannels',
    liveReservationQueries: [{ Active: 'true' }],
    socketUrl: (token) =>
      toSocketUrl(bridge, formatConnectQuery({ token, closeExistingSessions, clientVersion: VERSION })),
    httpRequest({ method, path, params = {}, apiVersion = 'v1', ifMatch }, token) {
      if (method === 'DELETE') throw new TaskbayError('not_supported_by_token', 'This wire has no DELETE');
      const condition = ifMatch === undefined ? undefined : { 'If-Match': String(ifMatch) };
      return {
        url: bridge,
        headers: { [CLIENT_VERSION_HEADER]: VERSION, [API_VERSION_HEADER]: apiVersion, ...condition },
        body: JSON.stringify({ url: path, method, params, token }),
      };
    },
    reservationPath: ({ sid }) => `~/Reservations/${sid}`,
  };
}
