import type { ActivitySpec, TaskChannelSpec } from '../../engine/commands.ts';

/** What every new workspace starts with. */
export interface WorkspaceTemplate {
  readonly activities: readonly ActivitySpec[];
  readonly defaultActivity: string;
  readonly timeoutActivity: string;
}

const MULTI_TASKING: WorkspaceTemplate = {
  activities: [
    { friendlyName: 'Offline', available: false },
    { friendlyName: 'Unavailable', available: false },
    { friendlyName: 'Available', available: true },
  ],
  defaultActivity: 'Offline',
  timeoutActivity: 'Offline',
};

/** Single-tasking queues move their workers to an activity of their own while reserved and while busy. */
const SINGLE_TASKING: WorkspaceTemplate = {
  activities: [
    { friendlyName: 'Offline', available: false },
    { friendlyName: 'Idle', available: true },
    { friendlyName: 'Busy', available: false },
    { friendlyName: 'Reserved', available: false },
  ],
  defaultActivity: 'Offline',
  timeoutActivity: 'Offline',
};

export function workspaceTemplate(multiTasking: boolean): WorkspaceTemplate {
  return multiTasking ? MULTI_TASKING : SINGLE_TASKING;
}

export const TASK_CHANNELS: readonly TaskChannelSpec[] = [
  { friendlyName: 'Default', uniqueName: 'default' },
  { friendlyName: 'Voice', uniqueName: 'voice' },
  { friendlyName: 'SMS', uniqueName: 'sms' },
  { friendlyName: 'Chat', uniqueName: 'chat' },
  { friendlyName: 'Video', uniqueName: 'video' },
];

/** What `Template=FIFO` adds: one queue for everybody and one workflow that sends everything there. */
export const FIFO = {
  queue: { friendlyName: 'Sample Queue', targetWorkers: '1==1' },
  workflowName: 'Default Fifo Workflow',
  configuration: (queueSid: string) => JSON.stringify({ task_routing: { default_filter: { queue: queueSid } } }),
} as const;
