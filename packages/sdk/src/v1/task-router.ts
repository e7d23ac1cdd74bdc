import type * as sdk from '../index.ts';
import { readClaims } from './claims.ts';
import { consoleLogger } from './own-resource.ts';
import { TaskQueueClient, WorkspaceClient } from './resource-client.ts';
import { chooseServer, text } from './server-choice.ts';
import { WorkerClient } from './worker-client.ts';

/** The part of the modern SDK that this one stands on. */
export interface ModernSdk {
  readonly Worker: new (...given: ConstructorParameters<typeof sdk.Worker>) => Pick<sdk.Worker, keyof sdk.Worker>;
  readonly Workspace: new (
    ...given: ConstructorParameters<typeof sdk.Workspace>
  ) => Pick<sdk.Workspace, keyof sdk.Workspace>;
  readonly TaskQueue: new (
    ...given: ConstructorParameters<typeof sdk.TaskQueue>
  ) => Pick<sdk.TaskQueue, keyof sdk.TaskQueue>;
}

/** Positional arguments, as the old SDK took them. */
export interface TaskRouterNamespace {
  readonly TaskQueue: new (
    token: string,
    debug?: unknown,
    region?: unknown,
    maxRetries?: unknown,
    apiBaseUrl?: unknown,
    eventBridgeBaseUrl?: unknown,
  ) => TaskQueueClient;
  readonly Worker: new (
    token: string,
    debug?: unknown,
    connectActivitySid?: unknown,
    disconnectActivitySid?: unknown,
    closeExistingSessions?: unknown,
    region?: unknown,
    maxRetries?: unknown,
    apiBaseUrl?: unknown,
    eventBridgeBaseUrl?: unknown,
  ) => WorkerClient;
  readonly Workspace: new (
    token: string,
    debug?: unknown,
    region?: unknown,
    maxRetries?: unknown,
    apiBaseUrl?: unknown,
    eventBridgeBaseUrl?: unknown,
  ) => WorkspaceClient;
}

/** `TaskRouter` on a modern SDK. `server`: what the page's script tag stands for, when no argument says otherwise. */
export function createTaskRouter(modern: ModernSdk, server?: string): TaskRouterNamespace {
  class Worker extends WorkerClient {
    constructor(...given: ConstructorParameters<TaskRouterNamespace['Worker']>) {
      const [token, debug, connect, disconnect, closeExisting, region, maxRetries, apiBase, bridgeBase] = given;
      const claims = readClaims(token);
      const disconnectActivity = text(disconnect);
      const worker = new modern.Worker(token, {
        ...chooseServer(apiBase, bridgeBase, region, server),
        wire: 'v1',
        closeExistingSessions: closeExisting === true || closeExisting === 'true',
        ...(disconnectActivity === undefined ? {} : { disconnectActivity }),
        logger: consoleLogger(debug),
      });
      super(worker, { token, claims, debug, connectActivitySid: text(connect), maxRetries });
    }
  }

  class Workspace extends WorkspaceClient {
    constructor(...given: ConstructorParameters<TaskRouterNamespace['Workspace']>) {
      const [token, debug, region, maxRetries, apiBase, bridgeBase] = given;
      const claims = readClaims(token);
      const options = { ...chooseServer(apiBase, bridgeBase, region, server), wire: 'v1' as const };
      super(
        token,
        debug,
        new modern.Workspace(token, { ...options, logger: consoleLogger(debug) }),
        claims,
        maxRetries,
      );
    }
  }

  class TaskQueue extends TaskQueueClient {
    constructor(...given: ConstructorParameters<TaskRouterNamespace['TaskQueue']>) {
      const [token, debug, region, maxRetries, apiBase, bridgeBase] = given;
      const claims = readClaims(token);
      const options = { ...chooseServer(apiBase, bridgeBase, region, server), wire: 'v1' as const };
      super(
        token,
        debug,
        new modern.TaskQueue(token, { ...options, logger: consoleLogger(debug) }),
        claims,
        maxRetries,
      );
    }
  }

  const members = { TaskQueue, Worker, Workspace };
  return Object.freeze(members);
}
