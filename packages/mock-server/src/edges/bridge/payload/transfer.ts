import type { TransferPayload } from '@taskbay/protocol';
import type { Transfer } from '../../../engine/records.ts';
import { seconds } from './dates.ts';

/** Answer to a transfer command, its frames, and the transfer keys of a reservation. */
export function transferPayload(transfer: Transfer): TransferPayload {
  return {
    sid: transfer.sid,
    task_sid: transfer.taskSid,
    date_created: seconds(transfer.dateCreated),
    date_updated: seconds(transfer.dateUpdated),
    transfer_mode: transfer.mode,
    transfer_type: transfer.type,
    transfer_to: transfer.to,
    transfer_status: transfer.status,
    transfer_failed_reason: transfer.failedReason,
    initiating_reservation_sid: transfer.initiatingReservationSid,
    initiating_worker_sid: transfer.initiatingWorkerSid,
    initiating_queue_sid: transfer.initiatingQueueSid,
    initiating_workflow_sid: transfer.initiatingWorkflowSid,
  };
}
