import { pageConsole } from '../host.page.ts';
import type * as sdk from '../index.ts';
import type { WorkerOptions } from '../options.ts';
import { type Bridge, createBridge } from './bridge.ts';
import { checkToken } from './check-token.ts';
import type { ModernClient } from './client.ts';
import { hide } from './convert.ts';
import { equipResource, type TaskQueueClient, type WorkspaceClient } from './resource-client.ts';
import { chooseServer, restOf, socketsOf } from './server-choice.ts';
import { equipWorker, type WorkerClient } from './worker-client.ts';

type Modern<Class extends new (...given: never[]) => unknown> = new (
  ...given: ConstructorParameters<Class>
) => Pick<InstanceType<Class>, keyof InstanceType<Class>>;

/** The part of the modern SDK that this one stands on. */
export interface ModernSdk {
  readonly Worker: Modern<typeof sdk.Worker>;
  readonly Workspace: Modern<typeof sdk.Workspace>;
  readonly TaskQueue: Modern<typeof sdk.TaskQueue>;
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

/** Arguments of a worker that the other two clients do not take: what concerns its session. */
const SESSION_ARGUMENTS = 3;

/** `TaskRouter` on a modern SDK. `serverOfPage`: what the page's script tag stands for, when no argument says otherwise. */
export function createTaskRouter(modern: ModernSdk, serverOfPage?: string): TaskRouterNamespace {
  /** The old SDK's constructor. `holes`: session arguments that it does not take. */
  function positional<M extends ModernClient>(
    Modern: new (token: string, options: WorkerOptions) => M,
    equip: (client: never, modern: M, bridge: Bridge) => void,
    holes: number,
  ) {
    return class {
      constructor(token: string, debugging?: unknown, ...given: never[]) {
        const [connectActivitySid, disconnectActivitySid, closing, region, maxRetries, api, events] = [
          ...Array(holes),
          ...given,
        ] as never[];
        checkToken(token);
        // `null` and 0 leave it on, as they always did.
        const debug = String(debugging) !== 'false';
        const closeExistingSessions = String(closing) === 'true';
        const server = chooseServer(region, api, events, serverOfPage);
        const modern = new Modern(token, {
          ...server,
          wire: 'v1',
          closeExistingSessions,
          disconnectActivity: disconnectActivitySid,
          logger: debug ? pageConsole() : undefined,
        });
        Object.assign(this, { token, debug });
        // Whose channel the token opens is the resource itself: known before anything was read of it.
        const sid = modern.sid ?? modern.workspaceSid;
        const channelUrl = `${socketsOf(server)}/${modern.accountSid}/${sid}`;
        hide(this, { sid, channelUrl, connectActivitySid, disconnectActivitySid, closeExistingSessions });
        equip(this as never, modern, createBridge(modern, restOf(server), Number(maxRetries)));
      }
    };
  }

  const members: object = {
    TaskQueue: positional(modern.TaskQueue, equipResource, SESSION_ARGUMENTS),
    Worker: positional(modern.Worker, equipWorker, 0),
    Workspace: positional(modern.Workspace, equipResource, SESSION_ARGUMENTS),
  };
  return Object.freeze(members) as TaskRouterNamespace;
}
