import type { CreateTask } from '../../src/engine/commands.ts';
import { attributesOf } from './attributes.ts';
import { isOpen, type Oracle } from './model/oracle.ts';
import type { OracleTask } from './model/records.ts';
import { queueSid, WORKFLOW_SID } from './model/sids.ts';
import {
  cancelTask,
  changeAttributes,
  changeSettings,
  completeTask,
  createTask,
  type Destination,
  deleteTask,
  wrapTask,
} from './model/tasks.ts';
import type { Kind, MoveOf } from './moves.ts';
import { type Plan, type Plans, pickFrom } from './plan.ts';

const DAY = 86_400;
const REASON = 'said so';

export const TASK_PLANS: Plans<Extract<Kind, `task.${string}`>> = {
  'task.create': planTask,
  'task.attributes': (oracle, { pick, attributes }) =>
    ofOpenTask(oracle, pick, (task) => ({
      command: (sidOf) => ({ type: 'task.update', sid: sidOf(task.name), attributes: attributesOf(attributes) }),
      foretell: () => changeAttributes(oracle, task, attributes),
    })),
  'task.priority': (oracle, { pick, priority }) =>
    ofOpenTask(oracle, pick, (task) => change(oracle, task, { priority })),
  'task.start': (oracle, { pick, started }) =>
    ofOpenTask(oracle, pick, (task) => change(oracle, task, { virtualStartTime: oracle.now - started * 1000 })),
  'task.channel': (oracle, { pick, channel }) =>
    ofOpenTask(oracle, pick, (task) => ({
      command: (sidOf) => ({ type: 'task.update', sid: sidOf(task.name), taskChannel: channel }),
      foretell: () => changeSettings(oracle, task, { channel }),
    })),
  'task.status': (oracle, { pick, wraps }) => ofOpenTask(oracle, pick, (task) => changeStatus(oracle, task, wraps)),
  'task.delete': (oracle, { pick }) =>
    ofOpenTask(oracle, pick, (task) => ({
      command: (sidOf) => ({ type: 'task.delete', sid: sidOf(task.name) }),
      foretell: () => deleteTask(oracle, task),
    })),
};

function ofOpenTask(oracle: Oracle, pick: number, plan: (task: OracleTask) => Plan | undefined): Plan | undefined {
  const task = pickFrom(oracle.tasks.filter(isOpen), pick);
  return task && plan(task);
}

function change(oracle: Oracle, task: OracleTask, settings: { priority?: number; virtualStartTime?: number }): Plan {
  return {
    command: (sidOf) => ({ type: 'task.update', sid: sidOf(task.name), ...settings }),
    foretell: () => changeSettings(oracle, task, settings),
  };
}

function planTask(oracle: Oracle, move: MoveOf<'task.create'>): Plan | undefined {
  const { attributes, priority, channel, started, timeout = DAY } = move;
  const destination = destinationOf(oracle, move);
  if (destination === undefined) return undefined;
  const virtualStartTime = oracle.now - (started ?? 0) * 1000;
  return {
    command: () => ({
      type: 'task.create',
      attributes: attributesOf(attributes),
      priority,
      taskChannel: channel,
      timeout,
      ...(started === undefined ? {} : { virtualStartTime }),
      ...placement(destination, move.byRoutingTarget),
    }),
    foretell: () => createTask(oracle, { attributes, priority, channel, virtualStartTime, timeout }, destination),
  };
}

function destinationOf(oracle: Oracle, move: MoveOf<'task.create'>): Destination | undefined {
  const { destination: kind, ignoreCapacity, queue } = move;
  if (kind === 'workflow') return { kind };
  if (kind === 'queue') return { kind, queue };
  const worker = pickFrom(oracle.workers, move.pick);
  return worker && { kind, worker, ignoreCapacity };
}

function placement(destination: Destination, byRoutingTarget: boolean): Partial<CreateTask> {
  switch (destination.kind) {
    case 'workflow':
      return byRoutingTarget ? { routingTarget: WORKFLOW_SID } : { workflowSid: WORKFLOW_SID };
    case 'queue': {
      const sid = queueSid(destination.queue);
      return byRoutingTarget ? { routingTarget: sid } : { taskQueueSid: sid };
    }
    case 'worker':
      return { routingTarget: destination.worker.sid, ignoreCapacity: destination.ignoreCapacity };
  }
}

/** What the task's status allows: canceled, wrapping or completed (TASK-5, TASK-6, XFER-1). */
function changeStatus(oracle: Oracle, task: OracleTask, wraps: boolean): Plan | undefined {
  const plan = (assignmentStatus: 'canceled' | 'wrapping' | 'completed', foretell: () => void): Plan => ({
    command: (sidOf) => ({ type: 'task.update', sid: sidOf(task.name), assignmentStatus, reason: REASON }),
    foretell,
  });
  if (task.status === 'pending' || task.status === 'reserved') {
    return task.transfer === null ? plan('canceled', () => cancelTask(oracle, task, REASON)) : undefined;
  }
  if (wraps && task.status === 'assigned') return plan('wrapping', () => wrapTask(oracle, task));
  return plan('completed', () => completeTask(oracle, task, REASON));
}
