import type { Transaction } from '../transaction.ts';
import { conferenceOf } from '../views/calls.ts';
import type { Call, Conference } from './records.ts';

/** A worker's call in the task's conference. */
export interface Joined {
  readonly leg: Call;
  readonly conference: Conference;
  readonly started: boolean;
}

/** Lets an answered call into the task's conference, which starts with the first of them (CALL-5). Emits nothing. */
export function joinConference(tx: Transaction, call: Call): Joined {
  const running = conferenceOf(tx.state, call.taskSid);
  const conference: Conference = running ?? {
    sid: tx.sid('CF'),
    ordinal: tx.ordinal(),
    dateCreated: tx.now,
    dateUpdated: tx.now,
    taskSid: call.taskSid,
    customer: null,
    endConferenceOnCustomerExit: false,
    statusCallback: call.conferenceStatusCallback,
  };
  const ends = conference.endConferenceOnCustomerExit || call.endConferenceOnCustomerExit;
  const joined =
    running !== undefined && ends === running.endConferenceOnCustomerExit
      ? running
      : tx.put('conference', { ...conference, endConferenceOnCustomerExit: ends });
  return {
    leg: tx.put('call', { ...call, conferenceSid: joined.sid }),
    conference: joined,
    started: running === undefined,
  };
}

/** Brings the customer in. Emits nothing. */
export function joinCustomer(tx: Transaction, conference: Conference, callSid: string): Conference {
  return tx.put('conference', { ...conference, customer: { callSid, hold: false }, dateUpdated: tx.now });
}

/** Puts the customer on hold, or takes them off; undefined when that changes nothing. Emits nothing. */
export function holdCustomer(
  tx: Transaction,
  conference: Conference | undefined,
  hold: boolean,
): Conference | undefined {
  const customer = conference?.customer;
  if (conference === undefined || customer === undefined || customer === null || customer.hold === hold)
    return undefined;
  return tx.put('conference', { ...conference, customer: { ...customer, hold }, dateUpdated: tx.now });
}

/** What the task's attributes say of its conference; of several workers they name the newest (CALL-5). */
export function conferenceAttributes(conference: Conference, leg: Call) {
  return {
    conference: {
      sid: conference.sid,
      participants: {
        worker: leg.sid,
        ...(conference.customer === null ? {} : { customer: conference.customer.callSid }),
      },
    },
  };
}
