import type { CallInput } from '../machines/call.ts';
import { CALL_MACHINE } from '../machines/call.ts';
import { RULES } from '../rules.ts';
import type { Transaction } from '../transaction.ts';
import type { Call, PhoneBehaviour } from './records.ts';

/** What the one who places a call says of it. */
export type NewCall = Pick<Call, 'taskSid' | 'reservationSid' | 'purpose' | 'workerSid' | 'to' | 'from'> &
  Partial<
    Pick<
      Call,
      | 'accepts'
      | 'postWorkActivitySid'
      | 'conferenceSid'
      | 'statusCallback'
      | 'conferenceStatusCallback'
      | 'taskCallSid'
      | 'muted'
      | 'startConferenceOnEnter'
      | 'endConferenceOnExit'
      | 'endConferenceOnCustomerExit'
      | 'supervisorMode'
    >
  >;

const MET_BY: { readonly [B in PhoneBehaviour]: CallInput | undefined } = {
  answers: 'answer',
  rings: undefined,
  busy: 'refuse',
  unreachable: 'fail',
};

/**
 * Calls a number and meets the phone there (CALL-1): the call is answered, rings for `timeout` seconds, or has failed.
 * One that has failed is kept by nobody. Emits nothing.
 */
export function placeCall(tx: Transaction, call: NewCall, timeout: number = RULES.ringTimeout): Call {
  const placed: Call = {
    sid: tx.sid('CA'),
    ordinal: tx.ordinal(),
    dateCreated: tx.now,
    dateUpdated: tx.now,
    accepts: false,
    postWorkActivitySid: null,
    conferenceSid: null,
    statusCallback: null,
    conferenceStatusCallback: null,
    taskCallSid: null,
    hold: false,
    muted: false,
    startConferenceOnEnter: true,
    endConferenceOnExit: false,
    endConferenceOnCustomerExit: false,
    supervisorMode: null,
    ...call,
    status: 'ringing',
    ringTimer: null,
  };
  const input = MET_BY[tx.tables.phone.get(call.to)?.behaviour ?? 'answers'];
  if (input === undefined) return tx.put('call', { ...placed, ringTimer: tx.timer(timeout) });
  const met = moved(tx, placed, input);
  return met.status === 'in-progress' ? tx.put('call', met) : met;
}

/** Whether the table allows the input now. */
export function callAllows({ status }: Call, input: CallInput): boolean {
  return CALL_MACHINE.allows(status, input);
}

/** Moves a call along its table; one that has ended is no longer kept. Emits nothing. */
export function moveCall(tx: Transaction, call: Call, input: CallInput): Call {
  const after = moved(tx, call, input);
  if (after.status === 'in-progress') return tx.put('call', after);
  tx.remove('call', call.sid);
  return after;
}

function moved(tx: Transaction, call: Call, input: CallInput): Call {
  const status = CALL_MACHINE.after(call.status, input);
  if (status === undefined) throw new Error(`Call ${call.sid}: ${input} from ${call.status}`);
  return { ...call, status, ringTimer: null, dateUpdated: tx.now };
}
