import { BRIDGE_PATH, formatConnectQuery, LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { ReservationRecord, ReservationState } from '../store/records.ts';
import { decodeReservation, decodeTask } from './decode.ts';
import { list, maybeNumber, optionalText, source, text } from './fields.ts';
import { decodeCommonFrame, isReservationFrame, RESERVATION_FRAMES } from './frames.ts';
import { nextPageParameters, toSocketUrl } from './paths.ts';
import type { Identity, Wire, WireSettings } from './wire.ts';

const HEARTBEAT_MS = 60_000;

/** The wire of capability tokens: one URL per worker, REST shapes in answers, the task at top level of frames. */
export function createWireV1(settings: WireSettings, identity: Identity): Wire {
  const { serverUrl, region, closeExistingSessions, disconnectActivitySid } = settings;
  const restBase = serverUrl === undefined ? 'https://taskrouter.twilio.com/v1' : `${serverUrl}/v1`;
  const bridge = `${serverUrl ?? vendorHost(region)}${BRIDGE_PATH}/${identity.accountSid}/${identity.workerSid}`;
  const atDisconnect = disconnectActivitySid === undefined ? {} : { disconnectActivitySid };
  return {
    generation: 'v1',
    heartbeatMs: HEARTBEAT_MS,
    identity,
    channelsResource: 'Channels',
    liveReservationQueries: LIVE_RESERVATION_STATUSES.map((status) => ({ ReservationStatus: status })),
    socketUrl: (token) =>
      `${toSocketUrl(bridge)}?${formatConnectQuery({ token, closeExistingSessions, ...atDisconnect })}`,
    httpRequest: ({ method, path, params = {}, opening = false }, token) => ({
      url: bridge,
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: JSON.stringify({
        url: `${restBase}/${path}`,
        method,
        params,
        token,
        ...(opening ? { event_type: 'ready' } : {}),
      }),
    }),
    readPage(payload, resource) {
      const from = source(payload, resource);
      const meta = source(from.fields.meta, `${resource}.meta`);
      const next = optionalText(meta, 'next_page_url');
      return {
        items: list(from.fields[text(meta, 'key')], resource),
        next: next ? nextPageParameters(next) : undefined,
      };
    },
    decodeReservation(payload) {
      const from = source(payload, 'reservation');
      return { reservation: ranked(decodeReservation(from, text(from, 'task_sid'))), task: undefined };
    },
    decodeFrame(type, payload, { workerSid }) {
      if (!isReservationFrame(type)) return decodeCommonFrame(type, payload);
      const from = source(payload, type);
      const task = decodeTask(payload);
      const record: ReservationRecord = {
        sid: text(from, 'reservation_sid'),
        taskSid: task.sid,
        workerSid,
        workerName: undefined,
        status: RESERVATION_FRAMES[type],
        timeout: maybeNumber(from, 'reservation_timeout'),
        canceledReasonCode: maybeNumber(from, 'canceled_reason_code'),
        dateCreated: undefined,
        dateUpdated: undefined,
        transferSid: undefined,
      };
      return { kind: 'reservation', name: type, record: ranked(record), task };
    },
    reservationPath: ({ workspaceSid }, { sid, taskSid }) =>
      `Workspaces/${workspaceSid}/Tasks/${taskSid}/Reservations/${sid}`,
    jsonParameter: (value) => JSON.stringify(value),
  };
}

const RANKS = {
  pending: 0,
  accepted: 1,
  wrapping: 2,
  rejected: 3,
  timeout: 3,
  canceled: 3,
  rescinded: 3,
  completed: 3,
  unknown: 3,
} as const satisfies Record<ReservationState, number>;

/** This wire has no reservation version, but a reservation never goes back, so its status orders its readings. */
function ranked(reservation: ReservationRecord): ReservationRecord {
  return { ...reservation, version: RANKS[reservation.status] };
}

function vendorHost(region: string | undefined): string {
  return `https://event-bridge.${region ? `${region}.us1.` : ''}twilio.com`;
}
