import fc from 'fast-check';
import {
  FILTER_EXPRESSIONS,
  ORDERS,
  QUEUE_EXPRESSIONS,
  type QueueExpression,
  SKIPS,
  TARGET_EXPRESSIONS,
} from './model/expressions.ts';
import {
  ACTIVITIES,
  type ActivityName,
  CHANNELS,
  type Configuration,
  QUEUES,
  type Target,
  type TaskAttributes,
  type WorkerAttributes,
} from './model/records.ts';
import { workerSid } from './model/sids.ts';
import type { NewWorker } from './model/workers.ts';

/** That often in a hundred, else undefined. */
export function sometimes<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary },
  );
}

/** A record whose absent members are not there, so that a counterexample shows what it has and nothing else. */
function sparse<T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(members).map((record) => {
    return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
  });
}

const keyOf = <K extends string>(table: Readonly<Record<K, unknown>>): fc.Arbitrary<K> =>
  fc.constantFrom(...(Object.keys(table) as K[]));

export const channel = fc.constantFrom(...CHANNELS);
export const queueName = fc.constantFrom(...QUEUES);
/** Reserved and Busy are for queues of single-tasking workspaces. */
export const activity = fc.constantFrom<ActivityName[]>('Available', 'Training', 'Offline', 'Break');
export const isAway = (name: ActivityName): boolean => !ACTIVITIES[name];

/** Small numbers meet often; sometimes one is written as text (EXPR-15). */
const small = fc.nat(2);
const spelled = fc.oneof({ weight: 8, arbitrary: small }, { weight: 2, arbitrary: small.map(String) });

export const workerAttributes: fc.Arbitrary<WorkerAttributes> = sparse<Required<WorkerAttributes>>({
  team: sometimes(90, spelled),
  level: sometimes(70, spelled),
  tags: sometimes(70, fc.array(spelled, { maxLength: 2 })),
});

export const taskAttributes: fc.Arbitrary<TaskAttributes> = sparse<Required<TaskAttributes>>({
  topic: sometimes(85, fc.constantFrom(0, 1, '1', 'b', true, null, [1], 2)),
  level: sometimes(80, small),
  agent: sometimes(
    60,
    fc.nat(5).map((number) => (number === 5 ? 'NOBODY' : `W${number}`)),
  ),
  agent_sid: sometimes(50, fc.nat(4).map(workerSid)),
  value: fc.nat(999_999),
});

const workerChannel = (lowest: number) =>
  fc.record({
    capacity: fc.integer({ min: lowest, max: 2 }),
    available: fc.nat(9).map((number) => number < 9),
  });

export const newWorker: fc.Arbitrary<NewWorker> = fc.record({
  activity,
  attributes: workerAttributes,
  channels: fc.record({ default: workerChannel(1), voice: workerChannel(0) }),
});
export const anyWorkerChannel = workerChannel(0);

export const queueExpression: fc.Arbitrary<QueueExpression> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<QueueExpression>('1==1') },
  { weight: 6, arbitrary: keyOf(QUEUE_EXPRESSIONS) },
);
export const taskOrder = fc.constantFrom('FIFO' as const, 'LIFO' as const);
export const maxReservedWorkers = fc.constantFrom(1, 1, 1, 2, 3);

function target(namesQueue: boolean): fc.Arbitrary<Target> {
  return sparse<Required<Target>>({
    queue: namesQueue ? queueName : sometimes(60, queueName),
    timeout: sometimes(70, fc.constantFrom(3, 5, 10)),
    priority: sometimes(30, small),
    skip: sometimes(25, keyOf(SKIPS)),
    expression: sometimes(20, keyOf(TARGET_EXPRESSIONS)),
    orderBy: sometimes(25, keyOf(ORDERS)),
    known: sometimes(12, fc.constantFrom('friendly_name' as const, 'sid' as const)),
  });
}

const filter = fc
  .record({
    expression: fc.oneof(fc.constant('1==1' as const), keyOf(FILTER_EXPRESSIONS)),
    first: target(true),
    others: fc.array(target(false), { maxLength: 2 }),
  })
  .map(({ expression, first, others }) => ({ expression, targets: [first, ...others] }));

/** CONF-1: with no filters there has to be a default filter. */
export const configuration: fc.Arbitrary<Configuration> = fc
  .record({ filters: fc.array(filter, { maxLength: 2 }), defaultTarget: sometimes(60, target(true)) })
  .map(({ filters, defaultTarget }) => {
    return filters.length > 0
      ? { filters, defaultTarget }
      : { filters, defaultTarget: defaultTarget ?? { queue: 'A' } };
  });
