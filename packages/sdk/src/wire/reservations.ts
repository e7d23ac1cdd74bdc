import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { ReservationRecord, ReservationState, TaskRecord, TransferRecord } from '../store/records.ts';
import { decode } from './decode.ts';
import { type Fields, fieldsOf } from './fields.ts';

/** A reservation and what came with it. */
export interface DecodedReservation {
  readonly reservation: ReservationRecord;
  /** Absent where the wire sends the reservation alone. */
  readonly task: TaskRecord | undefined;
  /** The one that brought the task, and the one that takes it away. v2 only. */
  readonly transfers: readonly TransferRecord[];
}

/** A reservation as lists, reads and command answers of both wires and frames of v2 write it. */
export function decodeReservation(value: unknown): DecodedReservation {
  const fields = fieldsOf(value, 'reservation');
  const { task_transfer: incoming, active_outgoing_task_transfer: outgoing } = fields;
  const task = fields.task ? decode('task', fields.task) : undefined;
  const record = decode('reservation', { task_sid: task?.sid, ...fields });
  const { taskSid, version = rank(record.status) } = record;
  const transfers = [incoming, outgoing]
    .filter(Boolean)
    .map((transfer) => decode('transfer', { task_sid: taskSid, ...(transfer as Fields) }));
  return {
    reservation: { ...record, transferSid: incoming ? transfers[0]?.sid : undefined, version },
    task,
    transfers,
  };
}

/** The v1 wire has no reservation version, but a reservation never goes back, so its status orders its readings. */
function rank(status: ReservationState): number {
  const live: readonly ReservationState[] = LIVE_RESERVATION_STATUSES;
  return live.includes(status) ? live.indexOf(status) : live.length;
}
