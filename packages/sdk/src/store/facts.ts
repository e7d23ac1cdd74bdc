import type { FrameEventType } from '@taskbay/protocol';
import type { Row } from './records.ts';

export type WorkerFactName = 'activity.update' | 'attributes.update';
export type ChannelFactName = 'capacity.update' | 'channel.availability.update';
export type ReservationFactName = Exclude<Extract<FrameEventType, `reservation.${string}`>, 'reservation.failed'>;
export type TaskFactName = 'task.updated' | 'task.canceled' | 'task.completed' | 'task.wrapup';
export type TransferFactName = Extract<FrameEventType, `task.transfer-${string}`>;
export type FactName =
  | WorkerFactName
  | ChannelFactName
  | ReservationFactName
  | TaskFactName
  | TransferFactName
  | 'reservation.failed';

/** A task this worker created for itself could not be reserved. `payload` is the frame's, as it came. */
export interface ReservationFailure {
  readonly taskSid: string | null;
  readonly payload: unknown;
}

/** An event: the reading that it tells of, or what there is to tell instead, after the readings that came with it. */
export interface Fact {
  readonly name: FactName;
  readonly row: Partial<Row> | ReservationFailure;
  readonly rows: readonly Row[];
}
