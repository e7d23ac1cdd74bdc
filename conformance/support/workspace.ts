import type { InProcessServer, MockServer } from '@taskbay/mock-server';

/** What a case needs to know of the seeded workspace. */
export type SeededWorkspace = MockServer['ready']['workspaces'][number];

export function workspaceOf(server: MockServer): SeededWorkspace {
  const [workspace] = server.ready.workspaces;
  if (workspace === undefined) throw new Error('The seed has no workspace');
  return workspace;
}

/** The SID behind a name in one of the ready line's maps. */
export function sidOf(names: Readonly<Record<string, string>>, name: string): string {
  const sid = names[name];
  if (sid === undefined) throw new Error(`Nothing is named ${name}; there are ${Object.keys(names).join(', ')}`);
  return sid;
}

/** The way to a server: its own if it is in process, else the platform's. */
export function fetchOf(server: MockServer): InProcessServer['fetch'] {
  return isInProcess(server) ? server.fetch : fetch;
}

export function isInProcess(server: MockServer): server is InProcessServer {
  return 'fetch' in server;
}
