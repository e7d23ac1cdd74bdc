import { CompactSign } from 'jose';
import type { KeySource } from '../src/index.ts';

/** SIDs, secrets and the moment that the tests share. */
export const ACCOUNT = 'AC00000000000000000000000000000001';
export const WORKSPACE = 'WS00000000000000000000000000000002';
export const WORKER = 'WK00000000000000000000000000000003';
export const QUEUE = 'WQ00000000000000000000000000000004';
export const KEY = 'SK00000000000000000000000000000005';
export const AUTH_TOKEN = 'auth-token-of-the-account';
export const KEY_SECRET = 'secret-of-the-key';
/** 2025-01-01T00:00:00Z in epoch seconds. */
export const ISSUED = 1_735_689_600;
export const NOW = ISSUED * 1000;

export const workspace = { accountSid: ACCOUNT, workspaceSid: WORKSPACE } as const;
export const worker = { ...workspace, workerSid: WORKER } as const;
export const queue = { ...workspace, taskQueueSid: QUEUE } as const;

export const WORKSPACE_URL = `https://taskrouter.twilio.com/v1/Workspaces/${WORKSPACE}`;
export const WORKER_URL = `${WORKSPACE_URL}/Workers/${WORKER}`;
export const QUEUE_URL = `${WORKSPACE_URL}/TaskQueues/${QUEUE}`;
export const channelUrl = (sid: string): string => `https://event-bridge.twilio.com/v1/wschannels/${ACCOUNT}/${sid}`;

export const keys: KeySource = {
  authTokens: (sid) => (sid === ACCOUNT ? [AUTH_TOKEN] : undefined),
  apiKeySecret: (sid) => (sid === KEY ? { accountSid: ACCOUNT, secret: KEY_SECRET } : undefined),
};

/** Signs whatever it is given: for tokens that no minter would make. */
export function signRaw(header: Record<string, unknown>, payload: unknown, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return new CompactSign(encoder.encode(text))
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(encoder.encode(secret));
}

export const CAPABILITY_HEADER = { alg: 'HS256', typ: 'JWT' } as const;
export const ACCESS_HEADER = { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' } as const;

/** Claims of a good worker token, to be changed by the tests. */
export const workerClaims = {
  iss: ACCOUNT,
  exp: ISSUED + 3600,
  version: 'v1',
  friendly_name: WORKER,
  account_sid: ACCOUNT,
  channel: WORKER,
  workspace_sid: WORKSPACE,
  policies: [{ url: WORKER_URL, method: 'GET', query_filter: {}, post_filter: {}, allow: true }],
  worker_sid: WORKER,
  iat: ISSUED,
};

/** Claims of a good access token, to be changed by the tests. */
export const accessClaims = {
  jti: `${KEY}-${ISSUED}`,
  grants: { identity: 'alice', task_router: { workspace_sid: WORKSPACE, worker_sid: WORKER, role: 'worker' } },
  iat: ISSUED,
  exp: ISSUED + 3600,
  iss: KEY,
  sub: ACCOUNT,
};
