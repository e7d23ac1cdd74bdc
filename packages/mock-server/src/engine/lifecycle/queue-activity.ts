import type { Reservation } from '../records.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Where a queue puts workers whom it reserves or assigns. Null in a multitasking workspace, where reservations never
 * change an activity (RESV-12).
 */
export function queueActivity(
  tx: Transaction,
  queueSid: string | null,
  which: 'reservationActivitySid' | 'assignmentActivitySid',
): string | null {
  if (queueSid === null || tx.workspace.multiTaskEnabled) return null;
  return tx.tables.queue.get(queueSid)?.[which] ?? null;
}

/** The activity a worker had before a reservation moved it; null when it has moved on since, or that activity is gone. */
export function activityBefore(tx: Transaction, reservation: Reservation): string | null {
  const { reservationActivitySid, workerPreviousActivitySid, workerSid } = reservation;
  if (reservationActivitySid === null) return null;
  if (tx.worker(workerSid)?.activitySid !== reservationActivitySid) return null;
  return tx.tables.activity.has(workerPreviousActivitySid) ? workerPreviousActivitySid : null;
}
