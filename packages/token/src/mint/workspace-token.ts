import { workspacePolicies } from '../policies/workspace.ts';
import type { CapabilityOptions } from './capability.ts';
import { mintCapability } from './capability.ts';

export interface WorkspaceTokenOptions extends CapabilityOptions {}

/**
 * Mints the capability token of a workspace, for v1 Workspace clients. Default rules: the automatic list, which only
 * reads the workspace itself. Rejects with `TokenError` when an option is missing or wrong.
 */
export async function mintWorkspaceToken(options: WorkspaceTokenOptions): Promise<string> {
  const channel = { field: 'workspaceSid', prefix: 'WS', sid: options.workspaceSid };
  return mintCapability(options, channel, () => workspacePolicies.automatic(options));
}
