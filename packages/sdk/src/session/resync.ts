import type { TaskStatus } from '@taskbay/protocol';
import type { Fact, ReservationFactName, TaskFactName } from '../store/changes.ts';
import type { Ledger } from '../store/ledger.ts';
import type { ChannelRecord, ReservationRecord, ReservationState, TaskRecord, WorkerRecord } from '../store/records.ts';
import { isLive, type Store } from '../store/store.ts';

/** What the store held before a snapshot was taken in. */
export interface StoreImage {
  readonly worker: ReadonlyMap<string, WorkerRecord>;
  readonly channels: ReadonlyMap<string, ChannelRecord>;
  readonly reservations: ReadonlyMap<string, ReservationRecord>;
  readonly tasks: ReadonlyMap<string, TaskRecord>;
}

export function imageOf(store: Store): StoreImage {
  return {
    worker: store.worker.image(),
    channels: store.channels.image(),
    reservations: store.reservations.image(),
    tasks: store.tasks.image(),
  };
}

const RESERVATION_FACTS: Partial<Record<ReservationState, ReservationFactName>> = {
  pending: 'reservation.created',
  accepted: 'reservation.accepted',
  rejected: 'reservation.rejected',
  timeout: 'reservation.timeout',
  canceled: 'reservation.canceled',
  rescinded: 'reservation.rescinded',
  wrapping: 'reservation.wrapup',
  completed: 'reservation.completed',
};

const TASK_FACTS: Partial<Record<TaskStatus, TaskFactName>> = {
  wrapping: 'task.wrapup',
  completed: 'task.completed',
  canceled: 'task.canceled',
};

/** The events of what changed while there was no connection, in the order the server would have sent them. */
export function missedFacts(before: StoreImage, store: Store, ledger: Ledger): Fact[] {
  const facts: Fact[] = [];
  const tell = (fact: Exclude<Fact, { kind: 'failure' }>, sid: string, version: number | undefined) => {
    if (ledger.admit(sid, fact.name, version)) facts.push(fact);
  };
  for (const row of store.reservations.rows()) {
    const old = before.reservations.get(row.sid);
    for (const name of reservationNames(old, row))
      tell({ kind: 'reservation', name, sid: row.sid }, row.sid, row.version);
  }
  for (const row of store.tasks.rows()) {
    const name = taskName(before.tasks.get(row.sid), row);
    if (name !== undefined) tell({ kind: 'task', name, sid: row.sid }, row.sid, row.version);
  }
  for (const row of store.channels.rows()) {
    const old = before.channels.get(row.sid);
    if (old === undefined) continue;
    if (old.capacity !== row.capacity)
      tell({ kind: 'channel', name: 'capacity.update', sid: row.sid }, row.sid, row.version);
    if (old.available === row.available) continue;
    tell({ kind: 'channel', name: 'channel.availability.update', sid: row.sid }, row.sid, row.version);
  }
  for (const row of store.worker.rows()) {
    const old = before.worker.get(row.sid);
    if (old === undefined) continue;
    if (old.activitySid !== row.activitySid) tell({ kind: 'worker', name: 'activity.update' }, row.sid, row.version);
    if (differ(old.attributes, row.attributes))
      tell({ kind: 'worker', name: 'attributes.update' }, row.sid, row.version);
  }
  return facts;
}

function reservationNames(old: ReservationRecord | undefined, row: ReservationRecord): ReservationFactName[] {
  if (old?.status === row.status) return [];
  const now = RESERVATION_FACTS[row.status];
  if (now === undefined) return [];
  // One never heard of is introduced first, unless it is over already.
  if (old !== undefined || row.status === 'pending') return [now];
  return isLive(row) ? ['reservation.created', now] : [];
}

function taskName(old: TaskRecord | undefined, row: TaskRecord): TaskFactName | undefined {
  if (old === undefined) return undefined;
  if (old.status !== row.status) return TASK_FACTS[row.status] ?? 'task.updated';
  const changed = old.version !== row.version || differ(old.attributes, row.attributes);
  return changed ? 'task.updated' : undefined;
}

function differ(one: object, other: object): boolean {
  return one !== other && JSON.stringify(one) !== JSON.stringify(other);
}
