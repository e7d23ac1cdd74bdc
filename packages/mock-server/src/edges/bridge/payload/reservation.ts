import type { ReservationPayload, ReservationTaskPayload } from '@taskbay/protocol';
import type { ReservationView } from '../../../engine/views/subjects.ts';
import { seconds } from './dates.ts';
import { taskPayload } from './task.ts';
import { transferPayload } from './transfer.ts';

/** Answer to a command about a reservation. A transfer key, even null, would make vendor clients throw. */
export function reservationPayload({ workspace, worker, task, reservation }: ReservationView): ReservationPayload {
  const payload: ReservationPayload = {
    account_sid: workspace.accountSid,
    workspace_sid: workspace.sid,
    sid: reservation.sid,
    worker_sid: worker.sid,
    worker_name: worker.friendlyName,
    worker_previous_activity_sid: reservation.workerPreviousActivitySid,
    task_sid: task.sid,
    date_created: seconds(reservation.dateCreated),
    date_updated: seconds(reservation.dateUpdated),
    reservation_status: reservation.status,
    reservation_timeout: reservation.timeout,
    version: reservation.version,
  };
  if (reservation.canceledReasonCode !== null) payload.canceled_reason_code = reservation.canceledReasonCode;
  return payload;
}

/** The form of lists, reads and frames: with the whole task. `now`: server time in milliseconds. */
export function reservationTaskPayload(view: ReservationView, now: number): ReservationTaskPayload {
  const { transfer, outgoingTransfer } = view;
  const payload: ReservationTaskPayload = { ...reservationPayload(view), task: taskPayload(view, now) };
  if (transfer !== undefined) payload.task_transfer = transferPayload(transfer);
  if (outgoingTransfer !== undefined) payload.active_outgoing_task_transfer = transferPayload(outgoingTransfer);
  return payload;
}
