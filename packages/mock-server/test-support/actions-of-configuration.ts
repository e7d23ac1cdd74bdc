import type { Command } from '../src/engine/commands.ts';
import type { State } from '../src/engine/state.ts';
import type { Action } from './actions.ts';
import { configuration } from './configurations.ts';
import { nth } from './nth.ts';

/** What changes a workspace's configuration; undefined when there is nothing to change. */
export function configure(state: State, { kind, pick, other, flag }: Action): Command | undefined {
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
    case 'queue.create':
      return { type: 'task-queue.create', friendlyName: `queue ${other % 3}`, ...queueSetting(state, other) };
    case 'queue.delete':
      return queue && { type: 'task-queue.delete', sid: queue.sid };
    case 'workflow.create':
      return { type: 'workflow.create', friendlyName: `flow ${other % 2}`, configuration: configuration(state, pick) };
    case 'workflow.delete':
      return workflow && { type: 'workflow.delete', sid: workflow.sid };
    case 'activity.create':
      return { type: 'activity.create', friendlyName: `activity ${other % 5}`, available: flag };
    case 'activity.delete':
      return activity && { type: 'activity.delete', sid: activity.sid };
    case 'channel.update':
      return channel && { type: 'task-channel.update', sid: channel.sid, channelOptimizedRouting: flag };
    case 'channel.create':
      return { type: 'task-channel.create', friendlyName: 'Extra', uniqueName: 'extra', channelOptimizedRouting: flag };
    case 'channel.delete':
      return channel && { type: 'task-channel.delete', sid: channel.sid };
    default:
      return undefined;
  }
}

function queueSetting(state: State, other: number) {
  const expressions = ["lang == 'es'", '1==1', '', "lang != 'es'"];
  if (other % 3 === 0) return { targetWorkers: expressions[other % expressions.length] ?? '' };
  if (other % 3 === 1) return { taskOrder: other % 2 === 0 ? ('FIFO' as const) : ('LIFO' as const) };
  if (other % 2 === 0) return { maxReservedWorkers: 1 + (other % 3) };
  const sid = (number: number): string => nth(state.tables.activity, number)?.sid ?? '';
  return { reservationActivitySid: sid(other), assignmentActivitySid: sid(other >> 1) };
}
