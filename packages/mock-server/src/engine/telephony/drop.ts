import type { Reservation } from '../records.ts';
import type { Transaction } from '../transaction.ts';
import { callsOf, conferenceOf, legsOf } from '../views/calls.ts';
import type { Call } from './records.ts';

/**
 * A reservation that ends without acceptance, or is removed, takes its calls with it, and the conference of which they
 * were the last; there is nothing to tell beside its own event. A `call` in progress is the application's and goes on; a
 * customer is called for everybody in the conference.
 */
export function dropCalls(tx: Transaction, { sid, taskSid }: Reservation): void {
  if (!tx.state.indexes.taskCalls.has(taskSid)) return;
  for (const call of callsOf(tx.state, taskSid)) {
    if (call.reservationSid === sid && endsWithOffer(call)) tx.remove('call', call.sid);
  }
  const conference = conferenceOf(tx.state, taskSid);
  if (conference === undefined || conference.customer !== null) return;
  const legs = legsOf(tx.state, conference);
  if (legs.some(({ purpose }) => purpose === 'conference')) return;
  for (const leg of legs) tx.remove('call', leg.sid);
  tx.remove('conference', conference.sid);
}

/** A supervisor whose worker is deleted is no longer in any conference; nothing depends on them. */
export function dropSupervisor(tx: Transaction, workerSid: string): void {
  for (const sid of [...tx.state.indexes.workerCalls.members(workerSid)]) {
    if (tx.tables.call.get(sid)?.purpose === 'supervise') tx.remove('call', sid);
  }
}

/** Whether a call goes with an offer that comes to nothing. */
export function endsWithOffer({ purpose, status }: Pick<Call, 'purpose' | 'status'>): boolean {
  return purpose !== 'customer' && !(purpose === 'call' && status === 'in-progress');
}

/** What a task that is removed leaves behind. */
export function removeCalls(tx: Transaction, taskSid: string): void {
  for (const sid of tx.state.indexes.taskCalls.members(taskSid)) tx.remove('call', sid);
  for (const sid of tx.state.indexes.taskConferences.members(taskSid)) tx.remove('conference', sid);
}
