import type { ReservationStatus } from '@taskbay/protocol';
import fc from 'fast-check';
import type { Command, ReservationTarget } from '../src/engine/commands.ts';
import type { AttributesDocument } from '../src/engine/records.ts';
import type { State } from '../src/engine/state.ts';
import { configuration } from './configurations.ts';

/** One random step: which kind, and numbers that pick what it is about from what exists by then. */
export interface Action {
  readonly kind: Kind;
  readonly pick: number;
  readonly other: number;
  readonly flag: boolean;
}

const KINDS = [
  ...repeated(8, 'task.create'),
  ...repeated(5, 'accept'),
  ...repeated(4, 'reject'),
  ...repeated(2, 'wrap'),
  ...repeated(4, 'complete'),
  ...repeated(6, 'advance'),
  ...repeated(3, 'transfer'),
  ...repeated(2, 'transfer.cancel'),
  ...repeated(4, 'worker.activity'),
  ...repeated(2, 'worker.attributes'),
  ...repeated(2, 'worker.create'),
  ...repeated(2, 'worker.channel'),
  ...repeated(2, 'task.attributes'),
  ...repeated(3, 'task.status'),
  'reject-pending',
  'task.settings',
  'task.direct',
  'task.delete',
  'worker.delete',
  'worker.rename',
  'activity.rename',
  'queue.update',
  'workflow.update',
  'workspace.update',
  'channel.create',
  'channel.delete',
] as const;

type Kind = (typeof KINDS)[number];

export const actions = (maxLength: number): fc.Arbitrary<Action[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...KINDS), pick: fc.nat(99), other: fc.nat(99), flag: fc.boolean() }), {
    maxLength,
    size: 'max',
  });

/** Seconds by which an `advance` moves on; other actions take no time. */
export function secondsOf({ pick, flag }: Action): number {
  return flag ? pick % 15 : ([0, 1, 60, 119, 120, 300, 4000, 86_400][pick % 8] ?? 0);
}

/** The command of an action in this state; undefined for `advance` and when there is nothing to do it to. */
export function commandOf(state: State, action: Action, now: number): Command | undefined {
  const { pick, other, flag } = action;
  const { tables } = state;
  const task = nth(tables.task, pick);
  const worker = nth(tables.worker, pick);
  const activitySid = nth(tables.activity, other)?.sid;
  switch (action.kind) {
    case 'advance':
      return undefined;
    case 'task.create':
      return createTask(state, action, now);
    case 'task.direct':
      return (
        worker && {
          type: 'task.create',
          routingTarget: worker.sid,
          timeout: 300,
          ...(flag ? { ignoreCapacity: other % 2 === 0 } : {}),
        }
      );
    case 'task.attributes':
      return task && { type: 'task.update', sid: task.sid, attributes: attributes(other), ...version(task, flag) };
    case 'task.settings':
      return task && { type: 'task.update', sid: task.sid, ...taskSetting(state, other, now) };
    case 'task.status': {
      const assignmentStatus = (['canceled', 'wrapping', 'completed'] as const)[other % 3] ?? 'canceled';
      return task && { type: 'task.update', sid: task.sid, assignmentStatus, ...version(task, flag) };
    }
    case 'task.delete':
      return task && { type: 'task.delete', sid: task.sid };
    case 'accept':
    case 'reject':
    case 'wrap':
    case 'complete':
      return updateReservation(state, action, activitySid);
    case 'transfer':
      return createTransfer(state, action);
    case 'transfer.cancel': {
      const open = [...tables.transfer.values()].filter(({ status }) => flag || status === 'initiated');
      const transfer = open[pick % Math.max(1, open.length)];
      return (
        transfer && {
          type: 'transfer.cancel',
          sid: transfer.sid,
          workerSid: transfer.initiatingWorkerSid,
          taskSid: transfer.taskSid,
        }
      );
    }
    case 'worker.create':
      return createWorker(state, action, activitySid);
    case 'worker.activity':
      return worker && activitySid !== undefined ? { type: 'worker.update', sid: worker.sid, activitySid } : undefined;
    case 'reject-pending':
      return worker && activitySid !== undefined
        ? { type: 'worker.update', sid: worker.sid, activitySid, rejectPendingReservations: true }
        : undefined;
    case 'worker.attributes':
      return (
        worker && { type: 'worker.update', sid: worker.sid, attributes: attributes(other), ...version(worker, flag) }
      );
    case 'worker.rename':
      return (
        worker && { type: 'worker.update', sid: worker.sid, friendlyName: NAMES[other % NAMES.length] ?? 'nobody' }
      );
    case 'worker.delete':
      return worker && { type: 'worker.delete', sid: worker.sid };
    case 'worker.channel': {
      const setting = flag ? { capacity: other % 4 } : { available: other % 4 > 0 };
      return (
        worker && {
          type: 'worker-channel.update',
          workerSid: worker.sid,
          channel: channelName(state, pick),
          ...setting,
        }
      );
    }
    default:
      return configure(state, action);
  }
}

function configure(state: State, { kind, pick, other, flag }: Action): Command | undefined {
  const queue = nth(state.tables.queue, pick);
  const workflow = nth(state.tables.workflow, pick);
  const activity = nth(state.tables.activity, pick);
  const channel = nth(state.tables.channel, pick);
  switch (kind) {
    case 'queue.update':
      return queue && { type: 'task-queue.update', sid: queue.sid, ...queueSetting(state, other) };
    case 'workflow.update':
      return (
        workflow && {
          type: 'workflow.update',
          sid: workflow.sid,
          configuration: configuration(state, other),
          reEvaluateTasks: flag,
        }
      );
    case 'workspace.update':
      return flag
        ? { type: 'workspace.update', multiTaskEnabled: other % 3 > 0 }
        : { type: 'workspace.update', prioritizeQueueOrder: other % 2 === 0 ? 'FIFO' : 'LIFO' };
    case 'activity.rename':
      return activity && { type: 'activity.update', sid: activity.sid, friendlyName: `activity ${other % 5}` };
    case 'channel.create':
      return { type: 'task-channel.create', friendlyName: 'Extra', uniqueName: 'extra', channelOptimizedRouting: flag };
    case 'channel.delete':
      return channel && { type: 'task-channel.delete', sid: channel.sid };
    default:
      return undefined;
  }
}

const NAMES = ['ann', 'ben', 'cyd', 'dan', 'eve', 'fay', 'gus'];
const LANGUAGES = ['es', 'en', 'fr'];

function createTask(state: State, { pick, other, flag }: Action, now: number): Command {
  return {
    type: 'task.create',
    attributes: attributes(other),
    priority: pick % 3,
    taskChannel: channelName(state, pick % 5 === 0 ? other : 0),
    ...(flag ? { timeout: 1 + (pick % 90) } : {}),
    ...(pick % 7 === 0 ? { virtualStartTime: now - other * 1000 } : {}),
    ...(pick % 11 === 0 ? { taskQueueSid: nth(state.tables.queue, other)?.sid ?? '' } : {}),
  };
}

function createWorker(state: State, { pick, other }: Action, activitySid: string | undefined): Command {
  return {
    type: 'worker.create',
    friendlyName: NAMES[pick % NAMES.length] ?? 'nobody',
    attributes: attributes(other),
    channels: { [channelName(state, pick)]: { capacity: pick % 4 } },
    ...(activitySid === undefined ? {} : { activitySid }),
  };
}

/** By a worker who holds a task, to another worker or a queue. */
function createTransfer({ tables }: State, { pick, other, flag }: Action): Command | undefined {
  const held = [...tables.reservation.values()].filter(({ status }) => status === 'accepted' || other % 9 === 0);
  const reservation = held[pick % Math.max(1, held.length)];
  const to = flag ? nth(tables.worker, other) : nth(tables.queue, other);
  if (reservation === undefined || to === undefined) return undefined;
  return {
    type: 'transfer.create',
    workerSid: reservation.workerSid,
    reservationSid: reservation.sid,
    taskSid: reservation.taskSid,
    to: to.sid,
    mode: other % 2 === 0 ? 'WARM' : 'COLD',
    ...(other % 5 === 0 ? { priority: other % 3 } : {}),
    ...(other % 7 === 0 ? { attributes: attributes(other) } : {}),
  };
}

const TARGET_OF = {
  accept: 'accepted',
  reject: 'rejected',
  wrap: 'wrapping',
  complete: 'completed',
} as const satisfies {
  readonly [K in Kind]?: ReservationTarget;
};
const READY_FOR: { readonly [K in keyof typeof TARGET_OF]: ReservationStatus } = {
  accept: 'pending',
  reject: 'pending',
  wrap: 'accepted',
  complete: 'accepted',
};

/** Mostly about a reservation that allows it, sometimes about any. */
function updateReservation(state: State, action: Action, activitySid: string | undefined): Command | undefined {
  const kind = action.kind as keyof typeof TARGET_OF;
  const all = [...state.tables.reservation.values()];
  const ready = all.filter((reservation) => reservation.status === READY_FOR[kind]);
  const among = action.other % 10 === 0 ? all : ready;
  const reservation = among[action.pick % Math.max(1, among.length)];
  if (reservation === undefined) return undefined;
  const moves = kind === 'reject' && action.other % 3 === 0 && activitySid !== undefined;
  return {
    type: 'reservation.update',
    sid: reservation.sid,
    status: TARGET_OF[kind],
    ...(moves ? { workerActivitySid: activitySid } : {}),
    ...(action.other % 7 === 0 ? version(reservation, action.flag) : {}),
  };
}

function taskSetting(state: State, other: number, now: number) {
  if (other % 3 === 0) return { priority: other % 5 };
  if (other % 3 === 1) return { virtualStartTime: now - other * 500 };
  return { taskChannel: channelName(state, other) };
}

function queueSetting(state: State, other: number) {
  const expressions = ["lang == 'es'", '1==1', '', "lang != 'es'"];
  if (other % 3 === 0) return { targetWorkers: expressions[other % expressions.length] ?? '' };
  if (other % 3 === 1) return { taskOrder: other % 2 === 0 ? ('FIFO' as const) : ('LIFO' as const) };
  if (other % 2 === 0) return { maxReservedWorkers: 1 + (other % 3) };
  const sid = (number: number): string => nth(state.tables.activity, number)?.sid ?? '';
  return { reservationActivitySid: sid(other), assignmentActivitySid: sid(other >> 1) };
}

function attributes(number: number): AttributesDocument {
  const value = {
    lang: LANGUAGES[number % 3] ?? 'es',
    level: number % 4,
    agent: NAMES[number % NAMES.length] ?? 'ann',
  };
  return { text: JSON.stringify(value), value };
}

function channelName(state: State, number: number): string {
  return nth(state.tables.channel, number)?.uniqueName ?? 'default';
}

function version(record: { readonly version: number }, right: boolean) {
  return { version: right ? record.version : record.version + 1 };
}

function nth<T>(rows: ReadonlyMap<string, T>, number: number): T | undefined {
  return rows.size === 0 ? undefined : [...rows.values()][number % rows.size];
}

function repeated<T>(times: number, value: T): T[] {
  return Array.from({ length: times }, () => value);
}
