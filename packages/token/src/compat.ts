import { AccessToken } from './compat/access-token.ts';
import { TaskRouterCapability } from './compat/task-router-capability.ts';
import * as util from './compat/util.ts';

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
export { util };

/** The vendor's `twilio.jwt`, as far as TaskRouter uses it. */
export const jwt = { AccessToken, taskrouter: { TaskRouterCapability, util } } as const;
