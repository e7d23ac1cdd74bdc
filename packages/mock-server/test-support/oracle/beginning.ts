import type { TaskOrder } from '@taskbay/protocol';
import fc from 'fast-check';
import type { Command } from '../../src/engine/commands.ts';
import { START, WORKSPACE } from '../simulation.ts';
import { configuration, maxReservedWorkers, newWorker, queueExpression, sometimes, taskOrder } from './arbitraries.ts';
import { attributesOf } from './attributes.ts';
import type { Oracle } from './model/oracle.ts';
import {
  ACTIVITIES,
  type ActivityName,
  type Configuration,
  type OracleQueue,
  QUEUES,
  type QueueName,
} from './model/records.ts';
import { activitySid, channelSid, queueSid, WORKFLOW_SID, workerSid } from './model/sids.ts';
import { createWorker, type NewWorker, workerName } from './model/workers.ts';
import { workflowDocument } from './workflow-document.ts';

const RESERVATION_TIMEOUT = 12;

/** The workspace a random sequence starts from. */
export interface Beginning {
  readonly singleTasking: boolean;
  readonly prioritizeQueueOrder: TaskOrder;
  readonly configuration: Configuration;
  readonly queues: Readonly<Record<QueueName, Omit<OracleQueue, 'name'>>>;
  readonly workers: readonly NewWorker[];
}

const queue: fc.Arbitrary<Omit<OracleQueue, 'name'>> = fc.record({
  expression: queueExpression,
  order: fc.oneof({ weight: 3, arbitrary: fc.constant<TaskOrder>('FIFO') }, { weight: 1, arbitrary: taskOrder }),
  maxReservedWorkers,
  reservationActivity: sometimes(80, fc.constantFrom<ActivityName[]>('Reserved', 'Reserved', 'Training')),
  assignmentActivity: sometimes(80, fc.constantFrom<ActivityName[]>('Busy', 'Busy', 'Training')),
});

export const beginnings: fc.Arbitrary<Beginning> = fc.record({
  singleTasking: sometimes(25, fc.constant(true)).map(Boolean),
  prioritizeQueueOrder: taskOrder,
  configuration,
  queues: fc.record({ A: queue, B: queue, C: queue }),
  workers: fc.array(newWorker, { minLength: 2, maxLength: 4 }),
});

export function oracleAt({ workers, queues, ...settings }: Beginning): Oracle {
  const oracle: Oracle = {
    ...settings,
    now: START,
    reservationTimeout: RESERVATION_TIMEOUT,
    optimized: new Set(),
    queues: QUEUES.map((name) => ({ name, ...queues[name] })),
    workers: [],
    workersEver: 0,
    tasks: [],
    reservations: [],
    transfersEver: 0,
    counted: 0,
    touched: new Set(),
    unplaced: new Set(),
    entered: new Set(),
    events: [],
  };
  for (const worker of workers) createWorker(oracle, worker);
  return oracle;
}

/** The same as commands to the engine. */
export function commandsOf(beginning: Beginning): Command[] {
  return [
    {
      type: 'workspace.initialise',
      sid: WORKSPACE,
      accountSid: `AC${'5'.repeat(32)}`,
      friendlyName: 'foretold',
      activities: (Object.keys(ACTIVITIES) as ActivityName[]).map((friendlyName) => ({
        sid: activitySid(friendlyName),
        friendlyName,
        available: ACTIVITIES[friendlyName],
      })),
      taskChannels: [
        { sid: channelSid('default'), friendlyName: 'Default', uniqueName: 'default' },
        { sid: channelSid('voice'), friendlyName: 'Voice', uniqueName: 'voice' },
      ],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
      multiTaskEnabled: !beginning.singleTasking,
      prioritizeQueueOrder: beginning.prioritizeQueueOrder,
    },
    ...QUEUES.map((name) => queueCommand(name, beginning.queues[name])),
    {
      type: 'workflow.create',
      sid: WORKFLOW_SID,
      friendlyName: 'main',
      configuration: workflowDocument(beginning.configuration),
      taskReservationTimeout: RESERVATION_TIMEOUT,
    },
    ...beginning.workers.map((worker, number) => workerCommand(worker, number)),
  ];
}

function queueCommand(name: QueueName, queue: Omit<OracleQueue, 'name'>): Command {
  const { expression, order, maxReservedWorkers, reservationActivity, assignmentActivity } = queue;
  return {
    type: 'task-queue.create',
    sid: queueSid(name),
    friendlyName: name,
    targetWorkers: expression,
    taskOrder: order,
    maxReservedWorkers,
    ...(reservationActivity && { reservationActivitySid: activitySid(reservationActivity) }),
    ...(assignmentActivity && { assignmentActivitySid: activitySid(assignmentActivity) }),
  };
}

export function workerCommand({ activity, attributes, channels }: NewWorker, number: number): Command {
  return {
    type: 'worker.create',
    sid: workerSid(number),
    friendlyName: workerName(number),
    activitySid: activitySid(activity),
    attributes: attributesOf(attributes),
    channels,
  };
}
