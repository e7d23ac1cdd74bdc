import type { FrameEventType } from '@taskbay/protocol';
import type { DecodedReservation } from '../wire/reservations.ts';
import type { ChannelRecord, ReservationRecord, TaskRecord, TransferRecord, WorkerRecord } from './records.ts';
import type { Store } from './store.ts';

export type WorkerFactName = 'activity.update' | 'attributes.update';
export type ChannelFactName = 'capacity.update' | 'channel.availability.update';
export type ReservationFactName = Exclude<Extract<FrameEventType, `reservation.${string}`>, 'reservation.failed'>;
export type TaskFactName = 'task.updated' | 'task.canceled' | 'task.completed' | 'task.wrapup';

export type TransferFactName = Extract<FrameEventType, `task.transfer-${string}`>;

/** A task this worker created for itself could not be reserved. `payload` is the frame's, as it came. */
export interface ReservationFailure {
  readonly taskSid: string | null;
  readonly payload: unknown;
}

/** An event of an object, with the reading it comes from. */
export type Fact =
  | { readonly kind: 'worker'; readonly name: WorkerFactName; readonly record: WorkerRecord }
  | { readonly kind: 'channel'; readonly name: ChannelFactName; readonly record: ChannelRecord }
  | { readonly kind: 'reservation'; readonly name: ReservationFactName; readonly record: ReservationRecord }
  | { readonly kind: 'task'; readonly name: TaskFactName; readonly record: TaskRecord }
  | { readonly kind: 'transfer'; readonly name: TransferFactName; readonly record: TransferRecord };

/** What one frame says, decoded; the same for both wires. `all`: a reservation with what it came with. */
export type Change =
  | (Fact & { readonly all?: DecodedReservation })
  | { readonly kind: 'failure'; readonly name: 'reservation.failed'; readonly failure: ReservationFailure };

/** Puts a reservation and what came with it into a store. */
export function putReservation(
  store: Store,
  { reservation, task, transfers }: DecodedReservation,
  heard = false,
): void {
  for (const transfer of transfers) store.put('transfer', transfer, heard);
  if (task) store.put('task', task, heard);
  store.put('reservation', reservation, heard);
}

/** Takes a frame in. True if it is to be told of. */
export function putChange(store: Store, change: Change): boolean {
  if (change.kind === 'failure') return true;
  if (change.all) putReservation(store, change.all, true);
  else store.put(change.kind, change.record, true);
  return isNews(store, change);
}

/**
 * Whether to tell of it; it counts as told from then on. Each event goes out once per (sid, type, version) and never
 * after a newer one of the same object. What has no version is let through in arrival order.
 */
export function isNews(store: Store, { record: { sid, version }, name }: Fact): boolean {
  const cell = store.cell(sid);
  if (version === undefined || cell === undefined) return true;
  const { told } = cell;
  const names = told?.version === version ? told.names : [];
  if ((told && version < told.version) || names.includes(name)) return false;
  cell.told = { version, names: [...names, name] };
  return true;
}
