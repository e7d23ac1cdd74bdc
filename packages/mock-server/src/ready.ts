import type { AccountCredentials } from './credentials.ts';
import { type State, workspaceOf } from './engine/state.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Names and SIDs of one workspace. */
export interface WorkspaceFacts {
  readonly sid: string;
  readonly friendlyName: string;
  readonly activities: Readonly<Record<string, string>>;
  readonly taskQueues: Readonly<Record<string, string>>;
  readonly workflows: Readonly<Record<string, string>>;
  readonly workers: Readonly<Record<string, string>>;
  /** By unique name. */
  readonly taskChannels: Readonly<Record<string, string>>;
}

/** The first line of `taskbay start --json`: how to reach the server and what is in it. Secrets from outside are null. */
export interface ReadyFacts {
  readonly event: 'ready';
  /** No path, no trailing slash. */
  readonly url: string;
  readonly wsUrl: string;
  readonly consoleUrl: string;
  readonly accountSid: string;
  readonly authToken: string | null;
  readonly apiKeySid: string;
  readonly apiKeySecret: string | null;
  readonly workspaces: readonly WorkspaceFacts[];
}

/** The facts as they are now. */
export async function readyFacts(runtime: Runtime, credentials: AccountCredentials, url: string): Promise<ReadyFacts> {
  const { accountSid, apiKeySid, shown } = credentials;
  const found = await Promise.all(runtime.workspaces().map((sid) => runtime.read(sid, workspaceFacts)));
  return {
    event: 'ready',
    url,
    wsUrl: url.replace(/^http/, 'ws'),
    consoleUrl: `${url}/`,
    accountSid,
    authToken: shown.authToken,
    apiKeySid,
    apiKeySecret: shown.apiKeySecret,
    workspaces: found.filter((facts) => facts !== undefined),
  };
}

function workspaceFacts(state: State): WorkspaceFacts {
  const { sid, friendlyName } = workspaceOf(state);
  const { activity, queue, workflow, worker, channel } = state.tables;
  return {
    sid,
    friendlyName,
    activities: named(activity, (record) => record.friendlyName),
    taskQueues: named(queue, (record) => record.friendlyName),
    workflows: named(workflow, (record) => record.friendlyName),
    workers: named(worker, (record) => record.friendlyName),
    taskChannels: named(channel, (record) => record.uniqueName),
  };
}

function named<T extends { readonly sid: string }>(
  records: ReadonlyMap<string, T>,
  name: (record: T) => string,
): Record<string, string> {
  return Object.fromEntries([...records.values()].map((record) => [name(record), record.sid]));
}
