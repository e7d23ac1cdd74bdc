import type { CallStatus, SupervisorMode } from '@taskbay/protocol';
import type { Dated, Timer } from '../records.ts';

/** What a call meets at the other end. */
export const PHONE_BEHAVIOURS = ['answers', 'rings', 'busy', 'unreachable'] as const;

export type PhoneBehaviour = (typeof PHONE_BEHAVIOURS)[number];

/** A number, client or SIP address (its `sid`) that does not answer at once; those without a record do (CALL-1). */
export interface Phone extends Dated {
  readonly behaviour: PhoneBehaviour;
}

export const CALL_PROGRESS = ['initiated', 'ringing', 'answered', 'completed'] as const;

export type CallProgress = (typeof CALL_PROGRESS)[number];

/** Kinds of changes of a conference; `speaker` never comes, nobody says anything here. */
export const CONFERENCE_CHANGES = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'speaker'] as const;

export type ConferenceChange = (typeof CONFERENCE_CHANGES)[number];

/** Where an application wants to be told, and of what (HOOK-8, HOOK-9). */
export interface StatusCallback<E extends CallProgress | ConferenceChange> {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly events: readonly E[];
}

/** Whom a call is for: a worker, by one of the instructions; a worker's supervisor; the customer of an outbound task. */
export type CallPurpose = 'dequeue' | 'call' | 'conference' | 'supervise' | 'customer';

/** A call that an instruction placed, while it rings or is in progress. */
export interface Call extends Dated {
  readonly taskSid: string;
  /** Whose instruction placed it; of a supervisor's call the one that is supervised. */
  readonly reservationSid: string;
  readonly purpose: CallPurpose;
  /** Whose phone it is; null for a customer and for a supervisor known by address only. */
  readonly workerSid: string | null;
  readonly to: string;
  readonly from: string;
  readonly status: CallStatus;
  /** Whether an answer accepts the reservation. */
  readonly accepts: boolean;
  /** Activity the worker enters when the call ends. */
  readonly postWorkActivitySid: string | null;
  /** The task's conference once it is part of it; of a supervisor and a customer while their phone rings, too. */
  readonly conferenceSid: string | null;
  readonly statusCallback: StatusCallback<CallProgress> | null;
  /** The conference's, if this call is the first in it. */
  readonly conferenceStatusCallback: StatusCallback<ConferenceChange> | null;
  /** The customer's call that the task came from. Told by status callbacks alone. */
  readonly taskCallSid: string | null;
  readonly hold: boolean;
  readonly muted: boolean;
  /** Told by status callbacks alone. */
  readonly startConferenceOnEnter: boolean;
  /** Whether the conference is over when it leaves, and when the customer leaves. */
  readonly endConferenceOnExit: boolean;
  readonly endConferenceOnCustomerExit: boolean;
  readonly supervisorMode: SupervisorMode | null;
  /** Rings no longer than that. */
  readonly ringTimer: Timer | null;
}

/** A task's conference, from the first worker who joins to the last participant who leaves. */
export interface Conference extends Dated {
  readonly taskSid: string;
  /** Null before the customer has joined and after they left. */
  readonly customer: { readonly callSid: string; readonly hold: boolean } | null;
  readonly endConferenceOnCustomerExit: boolean;
  readonly statusCallback: StatusCallback<ConferenceChange> | null;
}
