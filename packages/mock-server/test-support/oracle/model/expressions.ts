import type { Channel, TaskAttributes, WorkerAttributes } from './records.ts';
import { differs, equals, isAtLeast, isBelow, isIn, isNotIn, type Value } from './values.ts';

/*
 * Expressions the generator chooses from, each with its meaning written out by hand: the oracle has no parser, so that
 * it shares no mistake with one. EXPR-5, EXPR-7, EXPR-8, EXPR-9 and EXPR-12 to EXPR-15 are what they lean on.
 */

/** What a target's expression and `order_by` can ask a worker for (EXPR-8). */
export interface WorkerView {
  readonly sid: string;
  readonly name: string;
  readonly activity: string;
  readonly attributes: WorkerAttributes;
  readonly assignedTasks: (channel: Channel) => number;
  readonly availablePercentage: (channel: Channel) => number;
  readonly capacity: (channel: Channel) => number;
}

export const QUEUE_EXPRESSIONS = {
  '1==1': () => true,
  '1==2': () => false,
  'team == 0': ({ team }) => equals(team, 0),
  'team == "1"': ({ team }) => equals(team, '1'),
  'team IN [1, 2]': ({ team }) => isIn(team, [1, 2]),
  'tags HAS 1': ({ tags }) => isIn(1, tags),
  'team > 0 OR level == null': ({ team, level }) => isBelow(0, team) || equals(level, null),
  'level != 1 AND team NOT IN [2]': ({ team, level }) => differs(level, 1) && isNotIn(team, [2]),
  '(team == 0 OR team == 1) AND (tags HAS 0 OR level >= 1)': ({ team, tags, level }) =>
    (equals(team, 0) || equals(team, 1)) && (isIn(0, tags) || isAtLeast(level, 1)),
} satisfies Record<string, (worker: WorkerAttributes) => boolean>;

export const FILTER_EXPRESSIONS = {
  '1==1': () => true,
  '': () => false,
  'topic == 0': ({ topic }) => equals(topic, 0),
  'topic == 1': ({ topic }) => equals(topic, 1),
  'topic == "1"': ({ topic }) => equals(topic, '1'),
  '1 == topic': ({ topic }) => equals(1, topic),
  'topic == 01': ({ topic }) => equals(topic, 1),
  'topic = null': ({ topic }) => equals(topic, null),
  'topic == true': ({ topic }) => equals(topic, true),
  'topic IN [0, "1"]': ({ topic }) => isIn(topic, [0, '1']),
  'topic != 1': ({ topic }) => differs(topic, 1),
  'topic == 1 AND level > 0': ({ topic, level }) => equals(topic, 1) && isBelow(0, level),
  'topic == 1 OR level == 2': ({ topic, level }) => equals(topic, 1) || equals(level, 2),
  'topic HAS 1': ({ topic }) => isIn(1, topic),
  'task.topic == "b"': ({ topic }) => equals(topic, 'b'),
  '"b" = topic': ({ topic }) => equals('b', topic),
} satisfies Record<string, (task: TaskAttributes) => boolean>;

export const TARGET_EXPRESSIONS = {
  'task.topic == 1': (_, task) => equals(task.topic, 1),
  'worker.level >= task.level': (worker, task) => isAtLeast(worker.attributes.level, task.level),
  'worker.level == task.level': (worker, task) => equals(worker.attributes.level, task.level),
  'worker.level != task.level': (worker, task) => differs(worker.attributes.level, task.level),
  'worker.level == task.level OR task.value > 500000': (worker, task) =>
    equals(worker.attributes.level, task.level) || isBelow(500_000, task.value),
  'worker.level == task.level AND worker.team != task.topic': (worker, task) =>
    equals(worker.attributes.level, task.level) && differs(worker.attributes.team, task.topic),
  'worker.team == task.level AND worker.level == task.topic': (worker, task) =>
    equals(worker.attributes.team, task.level) && equals(worker.attributes.level, task.topic),
  'task.level IN worker.tags': (worker, task) => isIn(task.level, worker.attributes.tags),
  'worker.tags HAS task.level': (worker, task) => isIn(task.level, worker.attributes.tags),
  'task.topic NOT IN worker.tags': (worker, task) => isNotIn(task.topic, worker.attributes.tags),
  'worker.sid == task.agent_sid': (worker, task) => equals(worker.sid, task.agent_sid),
  'worker.friendly_name IN ["w0", "w2"]': (worker) => isIn(worker.name, ['w0', 'w2']),
  'worker.activity_name == "Training"': (worker) => equals(worker.activity, 'Training'),
  'worker.channel.voice.assigned_tasks == 0': (worker) => worker.assignedTasks('voice') === 0,
  'worker.channel.voice.assigned_tasks >= 1': (worker) => worker.assignedTasks('voice') >= 1,
  'worker.channel.default.available_capacity_percentage > 40': (worker) => worker.availablePercentage('default') > 40,
  'worker.channel.default.configured_capacity < 2 AND worker.tags HAS task.topic': (worker, task) =>
    worker.capacity('default') < 2 && isIn(task.topic, worker.attributes.tags),
  // A bare name is null in a target.
  'level == null': () => true,
} satisfies Record<string, (worker: WorkerView, task: TaskAttributes) => boolean>;

/** By how many workers of the step's queue are available. */
export const SKIPS = {
  '1==1': () => true,
  'workers.available == 0': (available) => available === 0,
  'workers.available < 2': (available) => available < 2,
} satisfies Record<string, (available: number) => boolean>;

export interface Clause {
  readonly read: (worker: WorkerView) => Value;
  readonly descending: boolean;
}

export const ORDERS = {
  'worker.level DESC': [{ read: ({ attributes }) => attributes.level, descending: true }],
  'worker.level ASC, worker.team DESC': [
    { read: ({ attributes }) => attributes.level, descending: false },
    { read: ({ attributes }) => attributes.team, descending: true },
  ],
  'worker.channel.default.available_capacity_percentage DESC': [
    { read: (worker) => worker.availablePercentage('default'), descending: true },
  ],
  'worker.channel.voice.assigned_tasks, worker.tags[0] desc': [
    { read: (worker) => worker.assignedTasks('voice'), descending: false },
    { read: ({ attributes }) => attributes.tags?.[0], descending: true },
  ],
} satisfies Record<string, readonly Clause[]>;

export type QueueExpression = keyof typeof QUEUE_EXPRESSIONS;
export type FilterExpression = keyof typeof FILTER_EXPRESSIONS;
export type TargetExpression = keyof typeof TARGET_EXPRESSIONS;
export type Skip = keyof typeof SKIPS;
export type OrderBy = keyof typeof ORDERS;
