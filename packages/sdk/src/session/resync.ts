import {
  type ChannelFactName,
  type Fact,
  isNews,
  type ReservationFactName,
  type TaskFactName,
  type WorkerFactName,
} from '../store/changes.ts';
import type { ChannelRecord, Records, ReservationRecord, TaskRecord, WorkerRecord } from '../store/records.ts';
import { isLive, type Store } from '../store/store.ts';
import { eventOf, kindOf } from '../wire/frames.ts';
import type { Resync } from './session-event.ts';

type Names = readonly (string | false)[];

/** The events of what changed while there was no connection, in the order the server would have sent them. */
export function missedFacts(store: Store): Fact[] {
  const changed = <K extends Fact['kind']>(kind: K, names: (row: Records[K], old: Records[K] | undefined) => Names) =>
    store.cells(kind).flatMap(({ heard: record, before }) => {
      const found = record ? names(record, before).filter(Boolean) : [];
      return found.map((name) => ({ kind, name, record }) as unknown as Fact);
    });
  return [
    ...changed('reservation', reservationNames),
    ...changed('task', taskNames),
    ...changed('channel', channelNames),
    ...changed('worker', workerNames),
  ].filter((fact) => isNews(store, fact));
}

function reservationNames(row: ReservationRecord, old: ReservationRecord | undefined): ReservationFactName[] {
  if (old?.status === row.status || row.status === 'unknown') return [];
  const now = `reservation.${eventOf(row.status)}` as ReservationFactName;
  // One never heard of is introduced first, unless it is over already.
  if (old !== undefined || row.status === 'pending') return [now];
  return isLive(row) ? ['reservation.created', now] : [];
}

function taskNames(row: TaskRecord, old = row): (TaskFactName | false)[] {
  if (old.status === row.status) {
    return [(old.version !== row.version || differ(old.attributes, row.attributes)) && 'task.updated'];
  }
  const moved = `task.${eventOf(row.status)}` as TaskFactName;
  return [kindOf(moved) ? moved : 'task.updated'];
}

function channelNames(row: ChannelRecord, old = row): (ChannelFactName | false)[] {
  return [
    old.capacity !== row.capacity && 'capacity.update',
    old.available !== row.available && 'channel.availability.update',
  ];
}

function workerNames(row: WorkerRecord, old = row): (WorkerFactName | false)[] {
  return [
    old.activitySid !== row.activitySid && 'activity.update',
    differ(old.attributes, row.attributes) && 'attributes.update',
  ];
}

function differ(one: object, other: object): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

/** What became of the reservations, by SID. */
export function summaryOf(store: Store): Resync {
  const resync = { added: [] as string[], ended: [] as string[], gone: [] as string[] };
  for (const { heard, before } of store.cells('reservation')) {
    if (heard && isLive(heard)) {
      if (!before) resync.added.push(heard.sid);
    } else if (heard && before && isLive(before)) {
      resync[heard.status === 'unknown' ? 'gone' : 'ended'].push(heard.sid);
    }
  }
  return resync;
}
