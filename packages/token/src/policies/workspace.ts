import type { Policy } from '@taskbay/protocol';
import type { WorkspaceScope } from '../scope.ts';
import { workspaceUrl } from '../urls.ts';
import { eventBridgeRules, resourcePolicies } from './resource.ts';
import { allow } from './rule.ts';

const eventBridge = (scope: WorkspaceScope): Policy[] => eventBridgeRules(scope, scope.workspaceSid);

/** Rules of a workspace token, one list per documented capability. */
export const workspacePolicies = {
  eventBridge,
  /** What every workspace client needs: its channel and the workspace itself, read-only. */
  automatic: (scope) => [...eventBridge(scope), allow(workspaceUrl(scope), 'GET')],
  ...resourcePolicies<WorkspaceScope>(workspaceUrl),
} satisfies Record<string, (scope: WorkspaceScope) => Policy[]>;
