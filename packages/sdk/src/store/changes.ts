import type { FrameEventType } from '@taskbay/protocol';
import type { DecodedReservation } from '../wire/reservations.ts';
import type { Ledger } from './ledger.ts';
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

/** What one frame says, decoded; the same for both wires. Reservations may come with their task and its transfers. */
export type Change =
  | (Fact & { readonly task?: TaskRecord | undefined; readonly transfers?: readonly TransferRecord[] })
  | { readonly kind: 'failure'; readonly failure: ReservationFailure };

/** Puts a reservation and what came with it into a store. */
export function putReservation(store: Store, { reservation, task, transfers }: DecodedReservation): void {
  for (const transfer of transfers) store.put('transfer', transfer);
  if (task !== undefined) store.put('task', task);
  store.put('reservation', reservation);
}

export function putChange(store: Store, change: Change): void {
  if (change.kind === 'failure') return;
  const { kind, record, task, transfers = [] } = change;
  if (kind === 'reservation') putReservation(store, { reservation: record, task, transfers });
  else store.put(kind, record);
}

/** Whether to tell of it: not what was told before, and nothing older than what was. */
export function isNews(fact: Fact, ledger: Ledger): boolean {
  return ledger.admit(fact.record.sid, fact.name, fact.record.version);
}
