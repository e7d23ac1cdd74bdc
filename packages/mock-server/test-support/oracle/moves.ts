import type { TransferMode } from '@taskbay/protocol';
import fc from 'fast-check';
import {
  activity,
  anyWorkerChannel,
  channel,
  configuration,
  maxReservedWorkers,
  newWorker,
  queueExpression,
  queueName,
  sometimes,
  taskAttributes,
  taskOrder,
  workerAttributes,
} from './arbitraries.ts';

/** Counted round and round among what there is by then, so that a shortened sequence still makes sense. */
const pick = fc.nat(99);

const taskCreate = fc.record({
  kind: fc.constant('task.create'),
  attributes: taskAttributes,
  priority: fc.nat(2),
  channel: fc.oneof({ weight: 3, arbitrary: fc.constant('default' as const) }, { weight: 1, arbitrary: channel }),
  /** Seconds before it was created. */
  started: sometimes(20, fc.nat(50)),
  timeout: sometimes(20, fc.integer({ min: 5, max: 35 })),
  destination: fc.constantFrom('workflow', 'workflow', 'workflow', 'workflow', 'workflow', 'queue', 'worker'),
  pick,
  queue: queueName,
  ignoreCapacity: fc.boolean(),
  /** Says where by RoutingTarget, where there is another way. */
  byRoutingTarget: fc.boolean(),
} as const);

const queueUpdate = fc.record({
  kind: fc.constant('queue.update'),
  queue: queueName,
  expression: queueExpression,
  order: taskOrder,
  maxReservedWorkers,
} as const);

const workflowUpdate = fc.record({
  kind: fc.constant('workflow.update'),
  configuration,
  reEvaluates: fc.boolean(),
  reservationTimeout: sometimes(30, fc.constantFrom(4, 20)),
} as const);

const transfer = fc.record({
  kind: fc.constant('transfer'),
  pick,
  /** To the worker at `other`, else to the queue. */
  toWorker: fc.boolean(),
  other: pick,
  queue: queueName,
  mode: fc.constantFrom<TransferMode[]>('WARM', 'COLD'),
  attributes: sometimes(20, taskAttributes),
  priority: sometimes(20, fc.nat(4)),
} as const);

/** How often each is made: enough offers to have something to answer, enough answers to have workers free again. */
const MOVES = [
  [24, taskCreate],
  [6, fc.record({ kind: fc.constant('task.attributes'), pick, attributes: taskAttributes } as const)],
  [4, fc.record({ kind: fc.constant('task.priority'), pick, priority: fc.nat(4) } as const)],
  [2, fc.record({ kind: fc.constant('task.start'), pick, started: fc.nat(99) } as const)],
  [2, fc.record({ kind: fc.constant('task.channel'), pick, channel } as const)],
  [3, fc.record({ kind: fc.constant('task.status'), pick, wraps: fc.boolean() } as const)],
  [2, fc.record({ kind: fc.constant('task.delete'), pick } as const)],
  [10, fc.record({ kind: fc.constant('accept'), pick } as const)],
  [7, fc.record({ kind: fc.constant('reject'), pick, activity: sometimes(50, activity) } as const)],
  [2, fc.record({ kind: fc.constant('wrap'), pick } as const)],
  [3, fc.record({ kind: fc.constant('complete'), pick } as const)],
  [8, fc.record({ kind: fc.constant('worker.activity'), pick, activity, rejects: fc.boolean() } as const)],
  [3, fc.record({ kind: fc.constant('worker.attributes'), pick, attributes: workerAttributes } as const)],
  [3, fc.record({ kind: fc.constant('worker.channel'), pick, channel, to: anyWorkerChannel } as const)],
  [3, fc.record({ kind: fc.constant('worker.create'), worker: newWorker } as const)],
  [2, fc.record({ kind: fc.constant('worker.delete'), pick } as const)],
  [3, queueUpdate],
  [2, fc.record({ kind: fc.constant('prioritize'), order: taskOrder } as const)],
  [2, fc.record({ kind: fc.constant('channel.optimize'), channel, optimized: fc.boolean() } as const)],
  [3, workflowUpdate],
  [7, transfer],
  [2, fc.record({ kind: fc.constant('transfer.cancel'), pick } as const)],
  [9, fc.record({ kind: fc.constant('advance'), seconds: fc.constantFrom(1, 1, 2, 3, 5, 10) } as const)],
] as const;

/** Something that happens; what it is about is picked when it does. */
export type Move = (typeof MOVES)[number][1] extends fc.Arbitrary<infer M> ? M : never;
export type Kind = Move['kind'];
export type MoveOf<K extends Kind> = Extract<Move, { readonly kind: K }>;

export const moves = (maxLength: number): fc.Arbitrary<Move[]> =>
  fc.array(fc.oneof(...MOVES.map(([weight, arbitrary]) => ({ weight, arbitrary: arbitrary as fc.Arbitrary<Move> }))), {
    maxLength,
    size: 'max',
  });
