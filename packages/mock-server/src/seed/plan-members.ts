import type { Command } from '../engine/commands.ts';
import { present } from './present.ts';
import type { SeedTask, SeedWorker, SeedWorkspace } from './schema.ts';
import type { SeedProblem } from './seed-error.ts';
import type { SeededKind } from './sids.ts';
import { taskChannelsOf } from './task-channels.ts';
import { configurationText } from './workflow-queues.ts';

/** One command of a plan and the place of the seed it stands for. */
export interface PlannedCommand {
  readonly path: string;
  readonly command: Command;
}

/** What the parts of one workspace are planned with. */
export interface Planning {
  readonly workspace: SeedWorkspace;
  readonly path: string;
  readonly problems: SeedProblem[];
  /** The SID a name stands for; '' and a problem when there is none. */
  readonly resolve: (kind: SeededKind, name: string, path: string) => string;
}

/** A task has no name in the service; without one in the seed its place stands in. */
export function taskName(task: SeedTask, index: number): string {
  return task.name ?? `task ${index + 1}`;
}

export function planTaskQueues({ workspace, path, resolve }: Planning): PlannedCommand[] {
  return (workspace.taskQueues ?? []).map(({ name, reservationActivity, assignmentActivity, ...settings }, index) => {
    const at = `${path}.taskQueues[${index}]`;
    const activity = (field: string, value: string | undefined) =>
      value === undefined ? undefined : resolve('activity', value, `${at}.${field}`);
    const command: Command = {
      type: 'task-queue.create',
      sid: resolve('task-queue', name, `${at}.name`),
      friendlyName: name,
      ...settings,
      ...present({
        reservationActivitySid: activity('reservationActivity', reservationActivity),
        assignmentActivitySid: activity('assignmentActivity', assignmentActivity),
      }),
    };
    return { path: at, command };
  });
}

export function planWorkflows({ workspace, path, problems, resolve }: Planning): PlannedCommand[] {
  return (workspace.workflows ?? []).map(({ name, configuration, ...settings }, index) => {
    const at = `${path}.workflows[${index}]`;
    const place = `${at}.configuration`;
    const text = configurationText(
      configuration,
      place,
      (queue, where) => resolve('task-queue', queue, where),
      problems,
    );
    const sid = resolve('workflow', name, `${at}.name`);
    return {
      path: at,
      command: { type: 'workflow.create', sid, friendlyName: name, configuration: text, ...settings },
    };
  });
}

export function planWorkers({ workspace, path, problems, resolve }: Planning): PlannedCommand[] {
  const known = new Set(taskChannelsOf(workspace).map(({ uniqueName }) => uniqueName));
  return (workspace.workers ?? []).map((worker, index) => {
    const at = `${path}.workers[${index}]`;
    for (const channel of Object.keys(worker.channels ?? {})) {
      if (known.has(channel)) continue;
      problems.push({ path: `${at}.channels.${channel}`, problem: 'is no task channel of this workspace' });
    }
    return { path: at, command: workerCommand(worker, at, resolve) };
  });
}

function workerCommand(worker: SeedWorker, at: string, resolve: Planning['resolve']): Command {
  const { name, activity, attributes, channels } = worker;
  return {
    type: 'worker.create',
    sid: resolve('worker', name, `${at}.name`),
    friendlyName: name,
    attributes: attributesOf(attributes),
    ...present({
      activitySid: activity === undefined ? undefined : resolve('activity', activity, `${at}.activity`),
      channels,
    }),
  };
}

export function planTasks({ workspace, path, resolve }: Planning): PlannedCommand[] {
  return (workspace.tasks ?? []).map((task, index) => {
    const at = `${path}.tasks[${index}]`;
    const { workflow, taskQueue, routingTarget, virtualStartTime, attributes, name, taskChannel, ...settings } = task;
    const named = (kind: SeededKind, field: string, value: string | undefined) =>
      value === undefined ? undefined : resolve(kind, value, `${at}.${field}`);
    const command: Command = {
      type: 'task.create',
      sid: resolve('task', taskName(task, index), `${at}.name`),
      attributes: attributesOf(attributes),
      ...settings,
      ...present({
        workflowSid: named('workflow', 'workflow', workflow),
        taskQueueSid: named('task-queue', 'taskQueue', taskQueue),
        routingTarget: named('worker', 'routingTarget', routingTarget),
        taskChannel: named('task-channel', 'taskChannel', taskChannel),
        virtualStartTime: virtualStartTime === undefined ? undefined : Date.parse(virtualStartTime),
      }),
    };
    return { path: at, command };
  });
}

function attributesOf(value: Record<string, unknown> = {}) {
  const text = JSON.stringify(value);
  return { text, value: JSON.parse(text) };
}
