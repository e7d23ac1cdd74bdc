import { API_VERSION_HEADER, BRIDGE_PATH, CLIENT_VERSION_HEADER, formatConnectQuery } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { decodeReservation, decodeTask, decodeTransfersIn } from './decode.ts';
import { list, maybeText, number, source, text } from './fields.ts';
import { decodeCommonFrame, isReservationFrame } from './frames.ts';
import { reservationsPath, toSocketUrl } from './paths.ts';
import type { DecodedReservation, Identity, Wire, WireSettings } from './wire.ts';

const HEARTBEAT_MS = 30_000;

/** The wire of access tokens: one URL for all, identity by the `init` frame, reservations with their task nested. */
export function createWireV2(settings: WireSettings): Wire {
  const bridge = `${settings.serverUrl ?? vendorHost(settings.region)}${BRIDGE_PATH}`;
  const { closeExistingSessions } = settings;
  return {
    generation: 'v2',
    heartbeatMs: HEARTBEAT_MS,
    identity: undefined,
    channelsResource: 'WorkerChannels',
    liveReservationQueries: [{ Active: 'true' }],
    socketUrl: (token) =>
      `${toSocketUrl(bridge)}?${formatConnectQuery({ token, closeExistingSessions, clientVersion: VERSION })}`,
    httpRequest({ method, path, params = {}, apiVersion = 'v1', ifMatch }, token) {
      if (method === 'DELETE') throw new TaskbayError('not_supported_by_token', 'This wire has no DELETE');
      return {
        url: bridge,
        headers: {
          [CLIENT_VERSION_HEADER]: VERSION,
          [API_VERSION_HEADER]: apiVersion,
          'content-type': 'text/plain;charset=UTF-8',
          ...(ifMatch === undefined ? {} : { 'If-Match': String(ifMatch) }),
        },
        body: JSON.stringify({ url: path, method, params, token }),
      };
    },
    readPage(payload, resource) {
      const from = source(payload, resource);
      const afterSid = maybeText(from, 'after_sid');
      return {
        items: list(from.fields.contents, `${resource}.contents`),
        next: afterSid ? { AfterSid: afterSid } : undefined,
      };
    },
    decodeReservation: decodeNested,
    decodeFrame(type, payload) {
      if (!isReservationFrame(type)) return decodeCommonFrame(type, payload);
      const { reservation, task, transfers } = decodeNested(payload);
      if (task === undefined) throw new TaskbayError('protocol', `${type} came without a task`);
      return { kind: 'reservation', name: type, record: reservation, task, ...(transfers && { transfers }) };
    },
    reservationPath: (identity, reservation) => `${reservationsPath(identity)}/${reservation.sid}`,
    jsonParameter: (value) => value,
  };
}

/** The first frame of a socket: whose session it is and how many milliseconds its token has left. */
export function decodeInit(payload: unknown): { identity: Identity; tokenLifetimeMs: number } {
  const from = source(payload, 'init');
  return {
    identity: {
      accountSid: text(from, 'account_sid'),
      workspaceSid: text(from, 'workspace_sid'),
      workerSid: text(from, 'channel_id'),
    },
    tokenLifetimeMs: number(from, 'token_lifetime'),
  };
}

function decodeNested(payload: unknown): DecodedReservation {
  const from = source(payload, 'reservation');
  const task = from.fields.task === undefined ? undefined : decodeTask(from.fields.task);
  const reservation = decodeReservation(from, task?.sid ?? text(from, 'task_sid'));
  return { reservation, task, transfers: decodeTransfersIn(from, reservation.taskSid) };
}

function vendorHost(region: string | undefined): string {
  return `https://event-bridge${region && region !== 'us1' ? `.${region}` : ''}.twilio.com`;
}
