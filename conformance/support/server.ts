import type { MockServer } from '@taskbay/mock-server';
import { httpClient } from '@taskbay/mock-server/twilio';
import twilio from 'twilio';

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

/** The vendor's unmodified REST client, sent to the mock server. */
export function restClient(server: MockServer) {
  const { accountSid, authToken } = server.ready;
  if (authToken === null) throw new Error('The server runs with credentials from outside');
  return twilio(accountSid, authToken, { httpClient: httpClient(server.url) });
}

export function restWorkspace(server: MockServer) {
  return restClient(server).taskrouter.v1.workspaces(workspaceOf(server).sid);
}
