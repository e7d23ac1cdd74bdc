export type { PolicyFilter, TunnelMethod } from '@taskbay/protocol';

import { AccessToken } from './compat/access-token.ts';
import { defaultEventBridgePolicies, defaultWorkerPolicies } from './compat/default-policies.ts';
import { TaskRouterCapability } from './compat/task-router-capability.ts';
import {
  activitiesUrl,
  reservationsUrl,
  taskQueuesUrl,
  tasksUrl,
  workersUrl,
  workspacesUrl,
} from './compat/url-builders.ts';

export {
  AccessToken,
  type CompatAccessTokenOptions,
  type Grant,
  TaskRouterGrant,
  type TaskRouterGrantOptions,
} from './compat/access-token.ts';
export {
  TaskRouterTaskQueueCapability,
  TaskRouterTaskQueueCapability as Services_Twilio_TaskRouter_TaskQueue_Capability,
  TaskRouterTaskQueueCapability as TaskQueueCapability,
  TaskRouterWorkerCapability,
  TaskRouterWorkerCapability as Services_Twilio_TaskRouter_Worker_Capability,
  TaskRouterWorkerCapability as WorkerCapability,
  TaskRouterWorkspaceCapability,
  TaskRouterWorkspaceCapability as Services_Twilio_TaskRouter_Workspace_Capability,
  TaskRouterWorkspaceCapability as WorkspaceCapability,
} from './compat/channel-capabilities.ts';
export type { ChannelCapabilityOptions } from './compat/channel-capability.ts';
export { Policy, type PolicyOptions } from './compat/policy.ts';
export { TaskRouterCapability, type TaskRouterCapabilityOptions } from './compat/task-router-capability.ts';
export { TokenError, type TokenErrorCode } from './errors.ts';

/** The vendor's `jwt.taskrouter.util`. */
export const util = {
  defaultEventBridgePolicies,
  defaultWorkerPolicies,
  workspacesUrl,
  taskQueuesUrl,
  tasksUrl,
  activitiesUrl,
  workersUrl,
  reservationsUrl,
} as const;

/** The vendor's `twilio.jwt`, as far as TaskRouter uses it. */
export const jwt = { AccessToken, taskrouter: { TaskRouterCapability, util } } as const;
