import type { MockServer } from '@taskbay/mock-server';
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
  connect(server: MockServer, workerName: string): Promise<Agent>;
}
