import type { ActivitySpec, CommandOf, TaskChannelSpec } from '../engine/commands.ts';
import { createDirectory, type Directory } from './directory.ts';
import {
  type PlannedCommand,
  type Planning,
  planTaskQueues,
  planTasks,
  planWorkers,
  planWorkflows,
  taskName,
} from './plan-members.ts';
import { present } from './present.ts';
import type { Seed, SeedWorkspace } from './schema.ts';
import { SeedError, type SeedProblem } from './seed-error.ts';
import type { SeededKind } from './sids.ts';
import { type SeededChannel, taskChannelsOf } from './task-channels.ts';

export interface PlannedWorkspace {
  readonly sid: string;
  readonly path: string;
  readonly initialise: CommandOf<'workspace.initialise'>;
  /** In order: queues, workflows, workers, tasks. */
  readonly commands: readonly PlannedCommand[];
}

/** The engine commands that plant a seed, with every name resolved. Throws SeedError that names every wrong name. */
export async function planSeed(seed: Seed, accountSid: string): Promise<PlannedWorkspace[]> {
  const problems: SeedProblem[] = [];
  const names = new Set<string>();
  const plans: PlannedWorkspace[] = [];
  for (const [index, workspace] of seed.workspaces.entries()) {
    const path = `workspaces[${index}]`;
    if (names.has(workspace.name)) problems.push({ path: `${path}.name`, problem: 'repeats the name of a workspace' });
    names.add(workspace.name);
    plans.push(await planWorkspace(workspace, path, accountSid, problems));
  }
  if (problems.length > 0) throw new SeedError(problems);
  return plans;
}

async function planWorkspace(
  workspace: SeedWorkspace,
  path: string,
  accountSid: string,
  problems: SeedProblem[],
): Promise<PlannedWorkspace> {
  const channels = taskChannelsOf(workspace);
  const directory = await createDirectory(accountSid, workspace, namesIn(workspace, path, channels), problems);
  const resolve = resolver(directory, problems);
  const planning: Planning = { workspace, path, problems, resolve };
  return {
    sid: directory.workspaceSid,
    path,
    initialise: initialisation(planning, accountSid, directory.workspaceSid, channels),
    commands: [
      ...planTaskQueues(planning),
      ...planWorkflows(planning),
      ...planWorkers(planning),
      ...planTasks(planning),
    ],
  };
}

function namesIn(workspace: SeedWorkspace, path: string, channels: readonly SeededChannel[]) {
  const listed = (kind: SeededKind, field: string, items: readonly { readonly name: string }[] = []) =>
    items.map(({ name }, index) => ({ kind, name, path: `${path}.${field}[${index}].name` }));
  return [
    ...listed('activity', 'activities', workspace.activities),
    ...channels.map(
      ({ uniqueName }) => ({ kind: 'task-channel', name: uniqueName, path: `${path}.taskChannels` }) as const,
    ),
    ...listed('task-queue', 'taskQueues', workspace.taskQueues),
    ...listed('workflow', 'workflows', workspace.workflows),
    ...listed('worker', 'workers', workspace.workers),
    ...listed(
      'task',
      'tasks',
      (workspace.tasks ?? []).map((task, index) => ({ name: taskName(task, index) })),
    ),
  ];
}

const KIND_WORDS: { readonly [K in SeededKind]: string } = {
  workspace: 'workspace',
  activity: 'activity',
  'task-channel': 'task channel',
  'task-queue': 'task queue',
  workflow: 'workflow',
  worker: 'worker',
  task: 'task',
};

function resolver(directory: Directory, problems: SeedProblem[]): Planning['resolve'] {
  return (kind, name, path) => {
    const sid = directory.sid(kind, name);
    if (sid === undefined) {
      problems.push({ path, problem: `names no ${KIND_WORDS[kind]} of this workspace: ${JSON.stringify(name)}` });
    }
    return sid ?? '';
  };
}

function initialisation(
  { workspace, path, problems, resolve }: Planning,
  accountSid: string,
  sid: string,
  channels: readonly SeededChannel[],
): CommandOf<'workspace.initialise'> {
  const { name, activities, multiTaskEnabled, prioritizeQueueOrder, eventCallbackUrl, eventsFilter } = workspace;
  const named = (field: 'defaultActivity' | 'timeoutActivity'): string => {
    const wanted = workspace[field];
    if (wanted !== undefined && activities.every((activity) => activity.name !== wanted)) {
      problems.push({ path: `${path}.${field}`, problem: `names no activity of this workspace: "${wanted}"` });
    }
    return wanted ?? offlineActivity(activities);
  };
  const specs: ActivitySpec[] = activities.map((activity, index) => ({
    sid: resolve('activity', activity.name, `${path}.activities[${index}].name`),
    friendlyName: activity.name,
    available: activity.available,
  }));
  const taskChannels: TaskChannelSpec[] = channels.map(({ name: friendlyName, uniqueName, ...routing }) => ({
    sid: resolve('task-channel', uniqueName, `${path}.taskChannels`),
    friendlyName,
    uniqueName,
    ...routing,
  }));
  return {
    type: 'workspace.initialise',
    sid,
    accountSid,
    friendlyName: name,
    activities: specs,
    taskChannels,
    defaultActivity: named('defaultActivity'),
    timeoutActivity: named('timeoutActivity'),
    ...present({ multiTaskEnabled, prioritizeQueueOrder, eventCallbackUrl, eventsFilter }),
  };
}

/** As in the service, where workers start and go after a timeout: Offline; here else the first one not available. */
function offlineActivity(activities: SeedWorkspace['activities']): string {
  const unavailable = activities.filter(({ available }) => !available);
  const offline = unavailable.find(({ name }) => name === 'Offline') ?? unavailable[0] ?? activities[0];
  return offline?.name ?? '';
}
