import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { ReservationRecord, ReservationState, TaskRecord, TransferRecord } from '../store/records.ts';
import { decode, SCHEMAS } from './decode.ts';
import { type Fields, fieldsOf, read, type Schema } from './fields.ts';
import type { WireGeneration } from './wire.ts';

/** A reservation and what came with it. */
export interface DecodedReservation {
  readonly reservation: ReservationRecord;
  /** Absent where the wire sends the reservation alone. */
  readonly task: TaskRecord | undefined;
  /** The one that brought the task, and the one that takes it away. v2 only. */
  readonly transfers: readonly TransferRecord[];
}

/** A reservation as lists, reads and command answers of both wires and frames of v2 write it. */
export function decodeReservation(value: unknown, generation: WireGeneration): DecodedReservation {
  const fields = fieldsOf(value, 'reservation');
  const { task, task_transfer: incoming, active_outgoing_task_transfer: outgoing } = fields;
  const decodedTask = task === undefined ? undefined : decode('task', task);
  const record = read(
    SCHEMAS.reservation as Schema<ReservationRecord>,
    { task_sid: decodedTask?.sid, ...fields },
    'reservation',
  );
  const transfers = [incoming, outgoing]
    .filter(Boolean)
    .map((transfer) => decode('transfer', { task_sid: record.taskSid, ...(transfer as Fields) }));
  const transferSid = incoming ? transfers[0]?.sid : undefined;
  const version = generation === 'v1' ? rank(record.status) : record.version;
  return { reservation: { ...record, transferSid, version }, task: decodedTask, transfers };
}

/** The v1 wire has no reservation version, but a reservation never goes back, so its status orders its readings. */
function rank(status: ReservationState): number {
  const live: readonly ReservationState[] = LIVE_RESERVATION_STATUSES;
  return live.includes(status) ? live.indexOf(status) : live.length;
}
