import type { JsonObject, TaskOrder } from '@taskbay/protocol';
import type { Command, ReservationTarget } from '../../src/engine/commands.ts';
import type { AttributesDocument } from '../../src/engine/records.ts';
import { TELEPHONY_VERBS } from './telephony.ts';
import { attributesIn, type Words } from './words.ts';
import { workflowConfiguration } from './workflow-text.ts';
import type { World } from './world.ts';

type Build = (world: World, words: Words, block: readonly string[]) => Command;

const TASK_SETTINGS = ['priority', 'channel', 'ttl', 'start', 'to', 'workflow', 'queue', 'capacity', 'version'];

/** What each verb of a transcript sends to the engine. */
export const VERBS: Readonly<Record<string, Build>> = {
  activity: (_, { plain }) => ({
    type: 'activity.create',
    friendlyName: plain[0] ?? '',
    available: plain[1] === 'available',
  }),
  'activity.update': (world, { plain }) => ({
    type: 'activity.update',
    sid: world.sid(plain[0] ?? ''),
    friendlyName: plain[1] ?? '',
  }),
  'activity.delete': (world, words) => ({ type: 'activity.delete', sid: first(world, words) }),
  channel: (_, { plain }) => ({
    type: 'task-channel.create',
    friendlyName: plain[0] ?? '',
    uniqueName: plain[0] ?? '',
    channelOptimizedRouting: plain.includes('optimised'),
  }),
  'channel.update': (world, words) => ({
    type: 'task-channel.update',
    sid: first(world, words),
    ...given('friendlyName', words.pairs.get('name')),
    channelOptimizedRouting: words.plain.includes('optimised'),
  }),
  'channel.delete': (world, words) => ({ type: 'task-channel.delete', sid: first(world, words) }),
  queue: (world, { plain, pairs }) => ({
    type: 'task-queue.create',
    friendlyName: plain[0] ?? '',
    targetWorkers: plain[1] ?? '1==1',
    ...queueSettings(world, pairs),
  }),
  'queue.update': (world, words) => ({
    type: 'task-queue.update',
    sid: first(world, words),
    ...given('targetWorkers', words.plain[1]),
    ...queueSettings(world, words.pairs),
  }),
  'callback.failed': (world, words) => ({ type: 'reservation.cancel', sid: first(world, words) }),
  'queue.delete': (world, words) => ({ type: 'task-queue.delete', sid: first(world, words) }),
  workflow: (world, { plain, pairs }, block) => ({
    type: 'workflow.create',
    friendlyName: plain[0] ?? '',
    configuration: workflowConfiguration(block, (name) => world.sid(name)),
    ...given('taskReservationTimeout', number(pairs.get('reservation_timeout'))),
  }),
  'workflow.update': (world, words, block) => ({
    type: 'workflow.update',
    sid: first(world, words),
    ...(block.length === 0 ? {} : { configuration: workflowConfiguration(block, (name) => world.sid(name)) }),
    ...given('taskReservationTimeout', number(words.pairs.get('reservation_timeout'))),
    reEvaluateTasks: words.plain.includes('re-evaluate'),
  }),
  'workflow.delete': (world, words) => ({ type: 'workflow.delete', sid: first(world, words) }),
  worker: (world, words) => ({
    type: 'worker.create',
    friendlyName: words.plain[0] ?? '',
    ...given('activitySid', activity(world, words)),
    ...given('attributes', attributesOf(words, [])),
    channels: channelsIn(words),
  }),
  'worker.update': (world, words) => ({
    type: 'worker.update',
    sid: first(world, words),
    ...given('activitySid', activity(world, words)),
    ...given('attributes', attributesOf(words, ['version', 'name'])),
    ...given('friendlyName', words.pairs.get('name')),
    ...given('version', number(words.pairs.get('version'))),
    ...(words.plain.includes('reject-pending') ? { rejectPendingReservations: true } : {}),
  }),
  'worker.delete': (world, words) => ({ type: 'worker.delete', sid: first(world, words), ...versionIn(words) }),
  'worker.channel': (world, { plain, pairs }) => ({
    type: 'worker-channel.update',
    workerSid: world.sid(plain[0] ?? ''),
    channel: plain[1] ?? '',
    ...given('capacity', number(pairs.get('capacity'))),
    ...given('available', pairs.has('available') ? pairs.get('available') === 'true' : undefined),
  }),
  task: (world, words) => ({ type: 'task.create', ...placement(world, words), ...taskSettings(world, words) }),
  'task.update': (world, words) => ({
    type: 'task.update',
    sid: first(world, words),
    ...taskSettings(world, words),
    ...versionIn(words),
  }),
  'task.cancel': (world, words) => status(world, words, 'canceled'),
  'task.wrap': (world, words) => status(world, words, 'wrapping'),
  'task.complete': (world, words) => status(world, words, 'completed'),
  'task.delete': (world, words) => ({ type: 'task.delete', sid: first(world, words), ...versionIn(words) }),
  ...TELEPHONY_VERBS,
  accept: (world, words) => reservation(world, words, 'accepted'),
  reject: (world, words) => reservation(world, words, 'rejected'),
  wrap: (world, words) => reservation(world, words, 'wrapping'),
  complete: (world, words) => reservation(world, words, 'completed'),
  transfer: (world, { plain, pairs }) => {
    const reservation = world.state.tables.reservation.get(world.sid(plain[1] ?? ''));
    return {
      type: 'transfer.create',
      workerSid: reservation?.workerSid ?? '',
      reservationSid: reservation?.sid ?? '',
      taskSid: reservation?.taskSid ?? '',
      to: world.sid(pairs.get('to') ?? ''),
      mode: plain[2] === 'COLD' ? 'COLD' : 'WARM',
      ...given('priority', number(pairs.get('priority'))),
      ...given('attributes', attributesOf({ verb: '', plain, pairs }, ['to', 'priority'])),
    };
  },
  'transfer.cancel': (world, words) => {
    const transfer = world.state.tables.transfer.get(first(world, words));
    return {
      type: 'transfer.cancel',
      sid: first(world, words),
      workerSid: transfer?.initiatingWorkerSid ?? '',
      taskSid: transfer?.taskSid ?? '',
    };
  },
  'workspace.update': (world, { pairs }) => ({
    type: 'workspace.update',
    ...given('multiTaskEnabled', pairs.has('multitask') ? pairs.get('multitask') === 'true' : undefined),
    ...given('prioritizeQueueOrder', pairs.get('order') as TaskOrder | undefined),
    ...given('timeoutActivitySid', pairs.has('timeout') ? world.sid(pairs.get('timeout') ?? '') : undefined),
  }),
};

function reservation(world: World, words: Words, target: ReservationTarget): Command {
  const [by, of] = [words.pairs.get('by'), words.pairs.get('of')];
  return {
    type: 'reservation.update',
    sid: first(world, words),
    status: target,
    ...given('workerActivitySid', activity(world, words)),
    ...given('workerSid', by === undefined ? undefined : world.sid(by)),
    ...given('taskSid', of === undefined ? undefined : world.sid(of)),
    ...versionIn(words),
  };
}

function status(world: World, words: Words, assignmentStatus: 'canceled' | 'wrapping' | 'completed'): Command {
  const reason = given('reason', words.pairs.get('reason'));
  const settings = taskSettings(world, words);
  return {
    type: 'task.update',
    sid: first(world, words),
    assignmentStatus,
    ...settings,
    ...reason,
    ...versionIn(words),
  };
}

function placement(world: World, { pairs }: Words) {
  const sid = (key: string): string | undefined => (pairs.has(key) ? world.sid(pairs.get(key) ?? '') : undefined);
  return {
    ...given('routingTarget', sid('to')),
    ...given('workflowSid', sid('workflow')),
    ...given('taskQueueSid', sid('queue')),
    ...given('timeout', number(pairs.get('ttl'))),
    ...given('ignoreCapacity', pairs.has('capacity') ? pairs.get('capacity') === 'ignored' : undefined),
  };
}

function taskSettings(world: World, words: Words) {
  const start = number(words.pairs.get('start'));
  return {
    ...given('attributes', attributesOf(words, [...TASK_SETTINGS, 'reason'])),
    ...given('priority', number(words.pairs.get('priority'))),
    ...given('taskChannel', words.pairs.get('channel')),
    ...given('virtualStartTime', start === undefined ? undefined : world.now + start * 1000),
  };
}

function queueSettings(world: World, pairs: Words['pairs']) {
  const sid = (key: string): string | undefined => (pairs.has(key) ? world.sid(pairs.get(key) ?? '') : undefined);
  return {
    ...given('taskOrder', pairs.get('order') as TaskOrder | undefined),
    ...given('maxReservedWorkers', number(pairs.get('reserve'))),
    ...given('reservationActivitySid', sid('reserved_in')),
    ...given('assignmentActivitySid', sid('assigned_in')),
  };
}

/** `voice:2` = two tasks of that channel at once. */
function channelsIn({ plain }: Words): Record<string, { capacity: number }> {
  const entries = plain.map((word) => /^(\w+):(\d+)$/.exec(word)).filter((match) => match !== null);
  return Object.fromEntries(entries.map(([, name, capacity]) => [name, { capacity: Number(capacity) }]));
}

function activity(world: World, { plain }: Words): string | undefined {
  const named = plain.find((word) => word.startsWith('@'));
  return named === undefined ? undefined : world.sid(named.slice(1));
}

function attributesOf(words: Words, settings: readonly string[]): AttributesDocument | undefined {
  const value: JsonObject | undefined = attributesIn(words, settings);
  return value === undefined ? undefined : { text: JSON.stringify(value), value };
}

function versionIn({ pairs }: Words) {
  return given('version', number(pairs.get('version')));
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function first(world: World, { plain }: Words): string {
  return world.sid(plain[0] ?? '');
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
