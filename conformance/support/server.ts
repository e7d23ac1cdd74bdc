import type { MockServer } from '@taskbay/mock-server';
import { httpClient } from '@taskbay/mock-server/twilio';
import twilio from 'twilio';
import { fetchOf, workspaceOf } from './workspace.ts';

export { type SeededWorkspace, sidOf, workspaceOf } from './workspace.ts';

/** The vendor's unmodified REST client, sent to the mock server. */
export function restClient(server: MockServer) {
  const { accountSid, authToken } = server.ready;
  if (authToken === null) throw new Error('The server runs with credentials from outside');
  return twilio(accountSid, authToken, { httpClient: httpClient(server.url, { fetch: fetchOf(server) }) });
}

export function restWorkspace(server: MockServer) {
  return restClient(server).taskrouter.v1.workspaces(workspaceOf(server).sid);
}
