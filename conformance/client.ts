import type { MockServer } from '@taskbay/mock-server';
import type { Line } from './clients/line.ts';
import type { RecordedFrame } from './support/recording-socket.ts';

/** An offer as every client can handle it. */
export interface Offer {
  readonly sid: string;
  readonly taskSid: string;
  accept(): Promise<void>;
  reject(): Promise<void>;
  wrap(): Promise<void>;
  complete(): Promise<void>;
}

/** One agent at work through one client library. */
export interface Agent {
  /** The worker's SID. */
  readonly sid: string;
  setActivity(activitySid: string): Promise<void>;
  /** The next offer not yet handed out; waits for it. */
  nextOffer(): Promise<Offer>;
  /** Waits until the client has told its application this event of this resource. */
  told(type: string, sid: string): Promise<void>;
  /** What came over the socket; undefined for a client without one. */
  frames(): readonly RecordedFrame[] | undefined;
  close(): Promise<void>;
}

export interface ClientKind {
  readonly name: string;
  /** Which server it runs against. Left out: one on a port. */
  readonly host?: 'in process';
  connect(server: MockServer, workerName: string): Promise<Agent>;
}

export type Attributes = Readonly<Record<string, string | number>>;

/** An offer of a client that keeps state: what it shows is what the last answer or frame said. */
export interface SocketOffer extends Offer {
  status(): string;
  taskStatus(): string;
  taskAttributes(): object;
  rejectInto(activitySid: string): Promise<void>;
  setTaskAttributes(attributes: Attributes): Promise<void>;
  wrapUpTask(reason: string): Promise<void>;
  completeTask(reason: string): Promise<void>;
  /** Instructions, transfers and participants. */
  readonly line: Line;
}

/**
 * An agent whose client holds a session. `told` also knows `ready`, `disconnected` and `token.expired` of the worker;
 * channel events are told of the worker, as in the journal.
 */
export interface SocketAgent extends Agent {
  nextOffer(): Promise<SocketOffer>;
  setActivity(activitySid: string, options?: ActivityChange): Promise<void>;
  activitySid(): string;
  setAttributes(attributes: Attributes): Promise<void>;
  attributes(): object;
  channel(uniqueName: string): { readonly capacity: number; readonly available: boolean };
  /** SIDs of its live reservations. */
  held(): readonly string[];
  /** A live reservation it already holds. */
  offer(reservationSid: string): SocketOffer;
  /** A task for itself; resolves with its SID. */
  createTask(workflowSid: string, taskQueueSid: string): Promise<string>;
  updateToken(token: string): void;
}

export interface ActivityChange {
  readonly rejectPending?: boolean;
}

export interface ConnectOptions {
  /** Seconds; default 3600. */
  readonly ttl?: number;
  readonly closeExisting?: boolean;
  /** Changes of the worker carry the version that the client knows, as `If-Match`; v2 only. */
  readonly versionCheck?: boolean;
}

/** A client library with a session of its own. */
export interface SocketClientKind extends ClientKind {
  readonly wire: 'v1' | 'v2';
  connect(server: MockServer, workerName: string, options?: ConnectOptions): Promise<SocketAgent>;
  /** A token such as `connect` uses. */
  token(server: MockServer, workerName: string, ttl?: number): Promise<string>;
}
