import type { SupervisorMode } from '@taskbay/protocol';
import type { CallProgress, ConferenceChange, PhoneBehaviour, StatusCallback } from './records.ts';

/** What places a call to a worker has in common. */
interface Calling {
  /** Number, `client:` or `sip:` address; the worker's `contact_uri` when left out. */
  readonly to?: string;
  readonly from?: string;
  /** Seconds the phone may ring. */
  readonly timeout?: number;
  readonly postWorkActivitySid?: string;
  readonly statusCallback?: StatusCallback<CallProgress>;
}

/** What is to be done with a pending reservation by telephone; `supervise` with an accepted one. */
export type Instruction =
  | ({ readonly kind: 'dequeue' } & Calling)
  | ({ readonly kind: 'call'; readonly url?: string; readonly accept?: boolean } & Calling)
  | { readonly kind: 'redirect'; readonly callSid?: string; readonly url?: string; readonly accept?: boolean }
  | ({
      readonly kind: 'conference';
      readonly muted?: boolean;
      readonly startConferenceOnEnter?: boolean;
      readonly endConferenceOnExit?: boolean;
      readonly endConferenceOnCustomerExit?: boolean;
      readonly conferenceStatusCallback?: StatusCallback<ConferenceChange>;
    } & Calling)
  | ({
      readonly kind: 'supervise';
      /** `WK…`, or an address. */
      readonly supervisor?: string;
      readonly mode?: SupervisorMode;
    } & Omit<Calling, 'postWorkActivitySid' | 'statusCallback'>);

export type InstructionKind = Instruction['kind'];

/** Names its parent so that a reservation of another task or worker is not found. */
export interface InstructReservation {
  readonly type: 'reservation.instruct';
  readonly sid: string;
  readonly taskSid?: string;
  readonly workerSid?: string;
  readonly version?: number;
  readonly instruction: Instruction;
}

/** A worker's change of the conference of a task it is on the phone for. */
export type ParticipantChange =
  | { readonly kind: 'customer'; readonly taskSid: string; readonly hold?: boolean }
  | { readonly kind: 'worker'; readonly taskSid: string; readonly targetWorkerSid: string; readonly hold: boolean }
  | { readonly kind: 'kick'; readonly taskSid: string; readonly targetWorkerSid: string }
  | {
      readonly kind: 'self';
      readonly reservationSid: string;
      readonly muted?: boolean;
      readonly endConferenceOnExit?: boolean;
    };

export type TelephonyCommand =
  | InstructReservation
  | { readonly type: 'participant.update'; readonly workerSid: string; readonly change: ParticipantChange }
  /** What happens on the line: a ringing call is answered or not, a call in progress or a customer's is hung up. */
  | { readonly type: 'call.update'; readonly sid: string; readonly status: CallOutcome }
  /** From now on; calls that ring already go on ringing. */
  | { readonly type: 'phone.set'; readonly to: string; readonly behaviour: PhoneBehaviour };

export const CALL_OUTCOMES = ['in-progress', 'completed', 'busy', 'no-answer', 'failed'] as const;

export type CallOutcome = (typeof CALL_OUTCOMES)[number];
