// Mints, verifies and decides with nothing but the package: run by the tests in browsers and bare contexts.

const accountSid = 'AC00000000000000000000000000000001';
const workspaceSid = 'WS00000000000000000000000000000002';
const workerSid = 'WK00000000000000000000000000000003';
const taskQueueSid = 'WQ00000000000000000000000000000004';
const apiKeySid = 'SK00000000000000000000000000000005';
const authToken = 'auth token – Zürich';
const apiKeySecret = 'secret of the key';
const now = 1_735_689_600_000;

/**
 * What a runtime makes of each token: the token itself, the answer about it and what it permits.
 * @param {typeof import('../src/index.ts')} api
 */
export async function roundTrip(api) {
  const scope = { accountSid, workspaceSid, now };
  const tokens = {
    worker: await api.mintWorkerToken({ ...scope, authToken, workerSid }),
    workspace: await api.mintWorkspaceToken({ ...scope, authToken, friendlyName: 'Bürö' }),
    taskQueue: await api.mintTaskQueueToken({ ...scope, authToken, taskQueueSid }),
    access: await api.mintAccessToken({ ...scope, apiKeySid, apiKeySecret, identity: 'alice', workerSid }),
  };
  const keys = {
    authTokens: () => [authToken],
    apiKeySecret: () => ({ accountSid, secret: apiKeySecret }),
  };
  const answers = Object.entries(tokens).map(async ([name, token]) => {
    const result = await api.verify(token, { keys, now });
    const forged = await api.verify(token, {
      keys: { authTokens: () => ['x'], apiKeySecret: () => ({ accountSid, secret: 'x' }) },
      now,
    });
    const url = `/v1/Workspaces/${workspaceSid}/Tasks/WT1`;
    const request = { method: 'GET', url };
    return {
      name,
      token,
      accepted: result.ok,
      forged: forged.ok ? 'accepted' : forged.reason,
      readsTasks:
        result.ok && result.kind === 'capability' ? api.allows(result.claims.policies, request).reason : 'by role',
      words: api.explain(token, { now, request }).text,
    };
  });
  return { answers: await Promise.all(answers), refusal: await refusal(api) };
}

/** @param {typeof import('../src/index.ts')} api */
async function refusal(api) {
  try {
    await api.mintWorkerToken({ accountSid, authToken, workspaceSid, workerSid: 'WQ1' });
  } catch (error) {
    return error instanceof api.TokenError ? `${error.code} ${error.field}` : String(error);
  }
  return 'accepted';
}
