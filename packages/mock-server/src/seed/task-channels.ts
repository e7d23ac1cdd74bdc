import { TASK_CHANNELS } from '../edges/operations/workspace-template.ts';
import type { SeedWorkspace } from './schema.ts';

export interface SeededChannel {
  readonly name: string;
  readonly uniqueName: string;
  readonly channelOptimizedRouting?: boolean;
}

/** The standard channels and the seed's own; one of the same unique name replaces the standard one. */
export function taskChannelsOf(workspace: SeedWorkspace): SeededChannel[] {
  const own = workspace.taskChannels ?? [];
  const standard = TASK_CHANNELS.filter((channel) => own.every(({ uniqueName }) => uniqueName !== channel.uniqueName));
  return [...standard.map(({ friendlyName: name, uniqueName }) => ({ name, uniqueName })), ...own];
}
