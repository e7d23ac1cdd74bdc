import {
  type ChannelFactName,
  type Fact,
  isNews,
  type ReservationFactName,
  type TaskFactName,
  type WorkerFactName,
} from '../store/changes.ts';
import type { Ledger } from '../store/ledger.ts';
import type { ChannelRecord, Records, ReservationRecord, TaskRecord, WorkerRecord } from '../store/records.ts';
import { type Image, isLive, type Store } from '../store/store.ts';
import { eventOf } from '../wire/frames.ts';
import type { Resync } from './session-event.ts';

/** The events of what changed while there was no connection, in the order the server would have sent them. */
export function missedFacts(before: Image, store: Store, ledger: Ledger): Fact[] {
  const told = <K extends Fact['kind']>(
    kind: K,
    names: (row: Records[K], old: Records[K] | undefined) => readonly (string | false)[],
  ) =>
    store.rows(kind).flatMap((record) => {
      const found = names(record, before.get(record.sid) as Records[K] | undefined).filter(Boolean);
      return found.map((name) => ({ kind, name, record }) as unknown as Fact);
    });
  const facts = [
    ...told('reservation', reservationNames),
    ...told('task', taskNames),
    ...told('channel', channelNames),
    ...told('worker', workerNames),
  ];
  return facts.filter((fact) => isNews(fact, ledger));
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
  const over = ['wrapping', 'completed', 'canceled'].includes(row.status);
  return [`task.${over ? eventOf(row.status) : 'updated'}` as TaskFactName];
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
export function summaryOf(before: Image, store: Store): Resync {
  const resync = { added: [] as string[], ended: [] as string[], gone: [] as string[] };
  for (const row of store.rows('reservation')) {
    const old = before.get(row.sid) as ReservationRecord | undefined;
    if (isLive(row)) {
      if (old === undefined) resync.added.push(row.sid);
    } else if (old && isLive(old)) resync[row.status === 'unknown' ? 'gone' : 'ended'].push(row.sid);
  }
  return resync;
}
