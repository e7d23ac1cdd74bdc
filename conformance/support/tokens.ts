import type { MockServer } from '@taskbay/mock-server';
import type { WorkerRole } from '@taskbay/protocol';
import { mintAccessToken, mintWorkerToken } from '@taskbay/token';
import { sidOf, workspaceOf } from './workspace.ts';

/** An access token (v2 wire) for a seeded worker. */
export function accessToken(
  server: MockServer,
  workerName: string,
  ttl = 3600,
  role: WorkerRole = 'worker',
): Promise<string> {
  const { accountSid, apiKeySid, apiKeySecret } = server.ready;
  const workspace = workspaceOf(server);
  return mintAccessToken({
    accountSid,
    apiKeySid: apiKeySid ?? '',
    apiKeySecret: apiKeySecret ?? '',
    identity: workerName,
    workspaceSid: workspace.sid,
    workerSid: sidOf(workspace.workers, workerName),
    role,
    ttl,
  });
}

/** A capability token (v1 wire) for a seeded worker, which may do everything below its workspace. */
export function capabilityToken(server: MockServer, workerName: string, ttl = 3600): Promise<string> {
  const { accountSid, authToken } = server.ready;
  const workspace = workspaceOf(server);
  const workerSid = sidOf(workspace.workers, workerName);
  const channel = `https://event-bridge.twilio.com/v1/wschannels/${accountSid}/${workerSid}`;
  const everything = `https://taskrouter.twilio.com/v1/Workspaces/${workspace.sid}/**`;
  const rules = [
    ...(['GET', 'POST'] as const).map((method) => ({ url: channel, method, allow: true })),
    ...(['GET', 'POST'] as const).map((method) => ({ url: everything, method, allow: true })),
  ];
  return mintWorkerToken({
    accountSid,
    authToken: authToken ?? '',
    workspaceSid: workspace.sid,
    workerSid,
    policies: rules,
    ttl,
  });
}
