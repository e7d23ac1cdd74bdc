import type { Call, Conference } from '../../engine/telephony/records.ts';
import type { Fields } from './fields.ts';

/** Who is in a conference, as its application is told. */
export interface Participant {
  readonly callSid: string;
  /** The call of a worker or a supervisor; undefined of the customer. */
  readonly call: Call | undefined;
  readonly muted: boolean;
  readonly hold: boolean;
  readonly endsConference: boolean;
}

export function participantOf(call: Call): Participant {
  const { sid: callSid, muted, hold, endConferenceOnExit: endsConference } = call;
  return { callSid, call, muted, hold, endsConference };
}

export function customerOf({ customer, endConferenceOnCustomerExit }: Conference): Participant | undefined {
  if (customer === null) return undefined;
  const { callSid, hold } = customer;
  return { callSid, call: undefined, muted: false, hold, endsConference: endConferenceOnCustomerExit };
}

export function fieldsOf({ callSid, call, muted, hold, endsConference }: Participant): Fields {
  return {
    CallSid: callSid,
    Muted: String(muted),
    Hold: String(hold),
    Coaching: String(call?.supervisorMode === 'whisper'),
    EndConferenceOnExit: String(endsConference),
    StartConferenceOnEnter: String(call?.startConferenceOnEnter ?? true),
  };
}
