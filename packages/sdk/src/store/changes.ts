import type { FrameEventType } from '@taskbay/protocol';
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

/** What one frame says, decoded; the same for both wires. */
export type Change =
  | { readonly kind: 'worker'; readonly name: WorkerFactName; readonly record: WorkerRecord }
  | { readonly kind: 'channel'; readonly name: ChannelFactName; readonly record: ChannelRecord }
  | {
      readonly kind: 'reservation';
      readonly name: ReservationFactName;
      readonly record: ReservationRecord;
      readonly task: TaskRecord;
      readonly transfers?: readonly TransferRecord[];
    }
  | { readonly kind: 'task'; readonly name: TaskFactName; readonly record: TaskRecord }
  | { readonly kind: 'transfer'; readonly name: TransferFactName; readonly record: TransferRecord }
  | { readonly kind: 'failure'; readonly failure: ReservationFailure };

/** What the application is to be told: a name and the object it is about. */
export type Fact =
  | { readonly kind: 'worker'; readonly name: WorkerFactName }
  | { readonly kind: 'channel'; readonly name: ChannelFactName; readonly sid: string }
  | { readonly kind: 'reservation'; readonly name: ReservationFactName; readonly sid: string }
  | { readonly kind: 'task'; readonly name: TaskFactName; readonly sid: string }
  | { readonly kind: 'transfer'; readonly name: TransferFactName; readonly sid: string }
  | { readonly kind: 'failure'; readonly failure: ReservationFailure };

export function putChange(store: Store, change: Change): void {
  switch (change.kind) {
    case 'worker':
      store.putWorker(change.record);
      return;
    case 'channel':
      store.channels.put(change.record);
      return;
    case 'reservation':
      store.putReservation(change.record, change.task, change.transfers);
      return;
    case 'task':
      store.tasks.put(change.record);
      return;
    case 'transfer':
      store.transfers.put(change.record);
      return;
    case 'failure':
      return;
  }
}

/** What to tell of a change, or nothing if it was told before or something newer was. */
export function factOf(change: Change, ledger: Ledger): Fact | undefined {
  if (change.kind === 'failure') return change;
  const { sid, version } = change.record;
  if (!ledger.admit(sid, change.name, version)) return undefined;
  switch (change.kind) {
    case 'worker':
      return { kind: 'worker', name: change.name };
    case 'channel':
      return { kind: 'channel', name: change.name, sid };
    case 'reservation':
      return { kind: 'reservation', name: change.name, sid };
    case 'task':
      return { kind: 'task', name: change.name, sid };
    case 'transfer':
      return { kind: 'transfer', name: change.name, sid };
  }
}
