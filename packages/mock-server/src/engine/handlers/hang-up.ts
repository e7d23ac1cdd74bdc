import { openTransfer } from '../lifecycle/transfer.ts';
import type { Reservation } from '../records.ts';
import { REASONS } from '../rules.ts';
import { type Leaving, leave } from '../telephony/leave.ts';
import type { Transaction } from '../transaction.ts';
import { cancelOffer, finishReservations } from './reservation.ts';
import { endTransfer } from './transfer.ts';

/** Ends calls, the work they were, and a transfer that nobody is left for (CALL-8, CALL-9). */
export function hangUp(tx: Transaction, leaving: Leaving): void {
  const left = leave(tx, leaving);
  left.tell();
  endWork(tx, left.reservations);
  for (const reservation of left.reservations) if (reservation.status === 'pending') cancelOffer(tx, reservation, null);
  const task = tx.tables.task.get(leaving.taskSid);
  const transfer = left.over && task !== undefined ? openTransfer(tx.state, task) : undefined;
  if (transfer !== undefined) endTransfer(tx, transfer, 'fail', REASONS.hangup);
  left.tellWorkers();
}

/** Accepted reservations whose call has ended wrap up; in a single-tasking workspace they complete (CALL-8). */
export function endWork(tx: Transaction, reservations: readonly Reservation[]): void {
  const accepted = reservations.filter(({ status }) => status === 'accepted');
  finishReservations(tx, accepted, tx.workspace.multiTaskEnabled ? 'wrap' : 'complete');
}
