import { pageConsole } from '../host.page.ts';
import type * as sdk from '../index.ts';
import type { WorkerOptions } from '../options.ts';
import { readClaims } from './claims.ts';
import type { ClientSettings, ModernClient } from './client.ts';
import { TaskQueueClient, WorkspaceClient } from './resource-client.ts';
import { chooseServer, text } from './server-choice.ts';
import { WorkerClient } from './worker-client.ts';

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

/** `TaskRouter` on a modern SDK. `server`: what the page's script tag stands for, when no argument says otherwise. */
export function createTaskRouter(modern: ModernSdk, server?: string): TaskRouterNamespace {
  /** The client's class with the old SDK's constructor. `holes`: session arguments it does not take. */
  function positional<M extends ModernClient>(
    Base: new (modern: M, settings: ClientSettings) => object,
    ModernClass: new (token: string, options: WorkerOptions) => M,
    holes: number,
  ) {
    return class extends Base {
      constructor(token: string, debugging?: unknown, ...given: unknown[]) {
        const [connect, disconnect, closeExisting, region, maxRetries, ...bases] = [...Array(holes), ...given];
        const claims = readClaims(token);
        // `null` and 0 leave it on, as they always did.
        const debug = String(debugging) !== 'false';
        const closeExistingSessions = String(closeExisting) === 'true';
        const disconnectActivitySid = text(disconnect);
        const chosen = chooseServer(bases[0], bases[1], region, server);
        const options = {
          ...chosen,
          wire: 'v1',
          closeExistingSessions,
          disconnectActivity: disconnectActivitySid,
          logger: debug ? pageConsole() : undefined,
        } as WorkerOptions;
        const session = { connectActivitySid: text(connect), disconnectActivitySid, closeExistingSessions };
        const settings = { token, claims, server: chosen, debug, maxRetries: Number(maxRetries), ...session };
        super(new ModernClass(token, options), settings);
      }
    };
  }

  const members = {
    TaskQueue: positional(TaskQueueClient, modern.TaskQueue, SESSION_ARGUMENTS),
    Worker: positional(WorkerClient, modern.Worker, 0),
    Workspace: positional(WorkspaceClient, modern.Workspace, SESSION_ARGUMENTS),
  };
  return Object.freeze(members) as TaskRouterNamespace;
}
