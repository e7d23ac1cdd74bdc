import type { TunnelMethod } from '@taskbay/protocol';
import type { Change } from '../store/changes.ts';
import type { ReservationRecord, TaskRecord, TransferRecord } from '../store/records.ts';

/** The generation of the event bridge: `v1` for capability tokens, `v2` for access tokens. */
export type WireGeneration = 'v1' | 'v2';

/** Whose session this is. */
export interface Identity {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workerSid: string;
}

/** One tunnelled request, the same for both wires. `path` is below `/v1/`, without a leading slash. */
export interface TunnelRequest {
  readonly method: TunnelMethod;
  readonly path: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** v2: which form of the answer is wanted. */
  readonly apiVersion?: 'v1' | 'v2';
  /** v2: the version the object must still have. */
  readonly ifMatch?: number | undefined;
  /** v1: the read that opens a session. */
  readonly opening?: boolean;
}

export interface HttpRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** One page of a list and the parameters that ask for the next. */
export interface Page {
  readonly items: readonly unknown[];
  readonly next: Readonly<Record<string, unknown>> | undefined;
}

export interface DecodedReservation {
  readonly reservation: ReservationRecord;
  /** Absent where the wire sends the reservation alone. */
  readonly task: TaskRecord | undefined;
  readonly transfers?: readonly TransferRecord[];
}

/** What differs between the two generations of the event bridge. Everything else works on records. */
export interface Wire {
  readonly generation: WireGeneration;
  /** Silence after which the socket counts as dead, in milliseconds. */
  readonly heartbeatMs: number;
  /** Known before the first frame on v1 (from the token), after `init` on v2. */
  readonly identity: Identity | undefined;
  readonly channelsResource: 'WorkerChannels' | 'Channels';
  /** Parameters of the list reads that together give every live reservation. */
  readonly liveReservationQueries: readonly Readonly<Record<string, string>>[];
  socketUrl(token: string): string;
  httpRequest(request: TunnelRequest, token: string): HttpRequest;
  readPage(payload: unknown, resource: string): Page;
  decodeReservation(payload: unknown): DecodedReservation;
  /** Undefined for frames that mean nothing to a worker. Throws TaskbayError `protocol` for what cannot be read. */
  decodeFrame(type: string, payload: unknown, identity: Identity): Change | undefined;
  reservationPath(identity: Identity, reservation: ReservationRecord): string;
  /** JSON objects travel as objects on v2 and as text on v1. */
  jsonParameter(value: object): unknown;
}

/** What a wire needs from the options; `undefined` stands for the vendor's hosts. */
export interface WireSettings {
  readonly serverUrl: string | undefined;
  readonly region: string | undefined;
  readonly closeExistingSessions: boolean;
  readonly disconnectActivitySid: string | undefined;
}
