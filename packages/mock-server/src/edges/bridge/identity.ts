import type { Policy, WorkerRole } from '@taskbay/protocol';

interface Holder {
  readonly token: string;
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** Whose own commands and frames these are; absent for tokens of a workspace or task queue, or without a worker. */
  readonly workerSid?: string;
  /** Epoch seconds of host time; the first sight of a token that does not say. */
  readonly issuedAt: number;
  /** Epoch milliseconds of server time. */
  readonly expiresAt: number;
}

/** Who an access token is: what it may do follows from its role. */
export interface AccessIdentity extends Holder {
  readonly wire: 'v2';
  readonly role: WorkerRole;
}

/** Who a capability token is: what it may do follows from its policies. */
export interface CapabilityIdentity extends Holder {
  readonly wire: 'v1';
  /** SID of the worker, workspace or task queue. */
  readonly channelSid: string;
  readonly policies: readonly Policy[];
}

export type Identity = AccessIdentity | CapabilityIdentity;
