import type { TransferMode } from '@taskbay/protocol';
import type { Reservation } from '../records.ts';
import type { Transaction } from '../transaction.ts';
import { conferenceOf, legsOf } from '../views/calls.ts';
import { holdCustomer } from './conference.ts';
import { emitConference } from './emit.ts';
import { type Left, leave } from './leave.ts';

/**
 * A transfer puts the customer of a conference on hold; a COLD one lets its worker's call end without ending the
 * conference (CALL-9). Records have changed; what is returned emits.
 */
export function transferCalls(
  tx: Transaction,
  reservation: Reservation,
  mode: TransferMode,
): Pick<Left, 'tell' | 'tellWorkers'> {
  const { taskSid } = reservation;
  const conference = conferenceOf(tx.state, taskSid);
  const own = conference === undefined ? [] : legsOf(tx.state, conference).filter(isOf(reservation));
  const held = holdCustomer(tx, conference, true);
  const left = mode === 'WARM' ? undefined : leave(tx, { taskSid, calls: own, customer: false, mayEnd: false });
  return {
    tell: () => {
      if (held !== undefined) emitConference(tx, 'taskbay.conference.updated', held);
      left?.tell();
    },
    tellWorkers: () => left?.tellWorkers(),
  };
}

function isOf({ sid }: Reservation): (call: { readonly reservationSid: string; readonly purpose: string }) => boolean {
  return ({ reservationSid, purpose }) => reservationSid === sid && purpose === 'conference';
}
