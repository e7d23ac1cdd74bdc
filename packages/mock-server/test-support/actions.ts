import type { ReservationStatus, TaskStatus } from '@taskbay/protocol';
import fc from 'fast-check';
import type { Command, ReservationTarget } from '../src/engine/commands.ts';
import type { AttributesDocument } from '../src/engine/records.ts';
import type { State } from '../src/engine/state.ts';
import { configure } from './actions-of-configuration.ts';
import { telephone } from './actions-of-telephony.ts';
import { nth } from './nth.ts';

/** One random step: which kind, and numbers that pick what it is about from what exists by then. */
export interface Action {
  readonly kind: Kind;
  readonly pick: number;
  readonly other: number;
  readonly flag: boolean;
}

const KINDS = [
  ...repeated(16, 'task.create'),
  ...repeated(14, 'accept'),
  ...repeated(8, 'reject'),
  ...repeated(4, 'wrap'),
  ...repeated(8, 'complete'),
  ...repeated(12, 'advance'),
  ...repeated(8, 'transfer'),
  ...repeated(6, 'transfer.cancel'),
  ...repeated(8, 'worker.activity'),
  ...repeated(4, 'worker.attributes'),
  ...repeated(4, 'worker.create'),
  ...repeated(4, 'worker.channel'),
  ...repeated(4, 'task.attributes'),
  ...repeated(6, 'task.status'),
  ...repeated(12, 'instruct'),
  ...repeated(5, 'call'),
  ...repeated(4, 'participant'),
  ...repeated(2, 'reject-pending'),
  ...repeated(2, 'callback.failed'),
  ...repeated(2, 'task.settings'),
  ...repeated(3, 'task.direct'),
  ...repeated(2, 'task.delete'),
  ...repeated(2, 'queue.update'),
  ...repeated(2, 'workflow.update'),
  ...repeated(3, 'phone'),
  'worker.delete',
  'worker.rename',
  'activity.create',
  'activity.rename',
  'activity.delete',
  'queue.create',
  'queue.delete',
  'workflow.create',
  'workflow.delete',
  'workspace.update',
  'channel.create',
  'channel.update',
  'channel.delete',
] as const;

export type Kind = (typeof KINDS)[number];

export const actions = (maxLength: number): fc.Arbitrary<Action[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...KINDS), pick: fc.nat(99), other: fc.nat(99), flag: fc.boolean() }), {
    maxLength,
    size: 'max',
  });

/** Seconds by which an `advance` moves on; other actions take no time. */
export function secondsOf({ pick, flag }: Action): number {
  // A long while ends everything there is: once in a while is enough.
  if (pick > 97) return 86_400;
  return flag ? pick % 15 : ([0, 1, 5, 30, 60, 119, 120, 300][pick % 8] ?? 0);
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
    case 'task.status':
      return changeStatus(state, action);
    case 'callback.failed': {
      const reservation = nth(tables.reservation, pick);
      return reservation && { type: 'reservation.cancel', sid: reservation.sid };
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
    case 'transfer.cancel':
      return cancelTransfer(state, action);
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
    case 'instruct':
    case 'call':
    case 'participant':
    case 'phone':
      return telephone(state, action);
    default:
      return configure(state, action);
  }
}

const READY_TASKS = {
  canceled: ['pending', 'reserved'],
  wrapping: ['assigned'],
  completed: ['assigned', 'wrapping'],
} as const satisfies Record<string, readonly TaskStatus[]>;

/** Mostly of a task that allows it, sometimes of any; at times with the wrong version. */
function changeStatus({ tables }: State, { pick, other, flag }: Action): Command | undefined {
  const assignmentStatus = (['canceled', 'wrapping', 'completed'] as const)[other % 3] ?? 'canceled';
  const ready: readonly TaskStatus[] = READY_TASKS[assignmentStatus];
  const among = [...tables.task.values()].filter(({ status }) => other % 10 === 0 || ready.includes(status));
  const task = among[pick % Math.max(1, among.length)];
  if (task === undefined) return undefined;
  const reason = flag ? { reason: 'done' } : {};
  return { type: 'task.update', sid: task.sid, assignmentStatus, ...reason, ...version(task, pick % 9 > 0) };
}

function cancelTransfer({ tables }: State, { pick, flag }: Action): Command | undefined {
  const open = [...tables.transfer.values()].filter(({ status }) => flag || status === 'initiated');
  const transfer = open[pick % Math.max(1, open.length)];
  if (transfer === undefined) return undefined;
  const { sid, initiatingWorkerSid: workerSid, taskSid } = transfer;
  return { type: 'transfer.cancel', sid, workerSid, taskSid };
}

const NAMES = ['ann', 'ben', 'cyd', 'dan', 'eve', 'fay', 'gus'];
const LANGUAGES = ['es', 'en', 'fr'];

function createTask(state: State, { pick, other, flag }: Action, now: number): Command {
  return {
    type: 'task.create',
    attributes: attributes(other),
    priority: pick % 3,
    taskChannel: channelName(state, pick % 5 === 0 ? other : 0),
    ...(state.tables.workflow.size === 1 && flag ? {} : { workflowSid: nth(state.tables.workflow, other)?.sid ?? '' }),
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

function attributes(number: number): AttributesDocument {
  const value = {
    lang: LANGUAGES[number % 3] ?? 'es',
    level: number % 4,
    agent: NAMES[number % NAMES.length] ?? 'ann',
    // Of a task: the customer's call, or the customer's number. Of a worker: its own.
    ...(number % 2 === 0 ? { call_sid: 'CA1', from: '+1555' } : { outbound_to: '+1556' }),
    contact_uri: `client:${NAMES[number % NAMES.length]}`,
  };
  return { text: JSON.stringify(value), value };
}

function channelName(state: State, number: number): string {
  return nth(state.tables.channel, number)?.uniqueName ?? 'default';
}

function version(record: { readonly version: number }, right: boolean) {
  return { version: right ? record.version : record.version + 1 };
}

function repeated<T>(times: number, value: T): T[] {
  return Array.from({ length: times }, () => value);
}
