import type { MockServer } from '@taskbay/mock-server';
import { mintAccessToken, mintWorkerToken } from '@taskbay/token';
import { sidOf, workspaceOf } from './server.ts';

/** An access token (v2 wire) for a seeded worker. */
export function accessToken(server: MockServer, workerName: string): Promise<string> {
  const { accountSid, apiKeySid, apiKeySecret } = server.ready;
  const workspace = workspaceOf(server);
  return mintAccessToken({
    accountSid,
    apiKeySid: apiKeySid ?? '',
    apiKeySecret: apiKeySecret ?? '',
    identity: workerName,
    workspaceSid: workspace.sid,
    workerSid: sidOf(workspace.workers, workerName),
  });
}

/** A capability token (v1 wire) for a seeded worker, with the three documented capabilities. */
export function capabilityToken(server: MockServer, workerName: string): Promise<string> {
  const { accountSid, authToken } = server.ready;
  const workspace = workspaceOf(server);
  return mintWorkerToken({
    accountSid,
    authToken: authToken ?? '',
    workspaceSid: workspace.sid,
    workerSid: sidOf(workspace.workers, workerName),
  });
}
