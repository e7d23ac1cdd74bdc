import type { Policy } from '@taskbay/protocol';
import { taskQueuePolicies } from '../policies/task-queue.ts';
import { workerPolicies } from '../policies/worker.ts';
import { workspacePolicies } from '../policies/workspace.ts';
import type { TaskQueueScope, WorkerScope, WorkspaceScope } from '../scope.ts';
import type { CapabilityLists, ChannelCapabilityOptions, DeprecatedName } from './channel-capability.ts';
import { ChannelCapability } from './channel-capability.ts';

/** The vendor's helper for workers: positional arguments, automatic rules there from the start. */
export class TaskRouterWorkerCapability extends ChannelCapability {
  readonly #scope: WorkerScope;

  constructor(
    accountSid: string,
    authToken: string,
    workspaceSid: string,
    workerSid: string,
    options: ChannelCapabilityOptions = {},
  ) {
    const scope: WorkerScope = { ...options, accountSid, workspaceSid, workerSid };
    super({ accountSid, authToken, workspaceSid, channelId: workerSid, options }, bind(workerPolicies, scope));
    this.#scope = scope;
  }

  allowActivityUpdates(): void {
    this.policies.push(...workerPolicies.activityUpdates(this.#scope));
  }

  allowReservationUpdates(): void {
    this.policies.push(...workerPolicies.reservationUpdates(this.#scope));
  }

  protected override deprecatedRules(name: DeprecatedName): Policy[] {
    switch (name) {
      case 'allowWorkerFetchAttributes':
        return workerPolicies.workerFetchAttributes(this.#scope);
      case 'allowWorkerActivityUpdates':
        return workerPolicies.workerActivityUpdates(this.#scope);
      case 'allowTaskReservationUpdates':
        return workerPolicies.taskReservationUpdates(this.#scope);
    }
  }
}

/** The vendor's helper for workspaces. */
export class TaskRouterWorkspaceCapability extends ChannelCapability {
  constructor(accountSid: string, authToken: string, workspaceSid: string, options: ChannelCapabilityOptions = {}) {
    const scope: WorkspaceScope = { ...options, accountSid, workspaceSid };
    super({ accountSid, authToken, workspaceSid, channelId: workspaceSid, options }, bind(workspacePolicies, scope));
  }
}

/** The vendor's helper for task queues. */
export class TaskRouterTaskQueueCapability extends ChannelCapability {
  constructor(
    accountSid: string,
    authToken: string,
    workspaceSid: string,
    taskQueueSid: string,
    options: ChannelCapabilityOptions = {},
  ) {
    const scope: TaskQueueScope = { ...options, accountSid, workspaceSid, taskQueueSid };
    super({ accountSid, authToken, workspaceSid, channelId: taskQueueSid, options }, bind(taskQueuePolicies, scope));
  }
}

type ListsOver<Scope> = { readonly [Name in keyof CapabilityLists]: (scope: Scope) => Policy[] };

function bind<Scope>(lists: ListsOver<Scope>, scope: Scope): CapabilityLists {
  return {
    automatic: () => lists.automatic(scope),
    fetchSubresources: () => lists.fetchSubresources(scope),
    updates: () => lists.updates(scope),
    updatesSubresources: () => lists.updatesSubresources(scope),
    delete: () => lists.delete(scope),
    deleteSubresources: () => lists.deleteSubresources(scope),
  };
}
