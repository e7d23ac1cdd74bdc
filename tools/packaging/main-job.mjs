// Run inside an empty project that has only the packed packages: a worker gets a task and completes it.

import { startMockServer } from '@taskbay/mock-server';
import { Worker } from '@taskbay/sdk';
import { mintAccessToken, mintWorkerToken, verify } from '@taskbay/token';

const server = await startMockServer();
const { accountSid, authToken, apiKeySid, apiKeySecret, workspaces } = server.ready;
const [workspace] = workspaces;
if (workspace === undefined || authToken === null || apiKeySecret === null) throw new Error('no workspace or secrets');
const [workerSid] = Object.values(workspace.workers);
if (workerSid === undefined) throw new Error('the seed has no worker');
const ids = { accountSid, workspaceSid: workspace.sid, workerSid };
const tokens = {
  capability: await mintWorkerToken({ ...ids, authToken }),
  access: await mintAccessToken({ ...ids, apiKeySid, apiKeySecret, identity: 'packaging' }),
};
const checked = await verify(tokens.capability, { keys: { authTokens: () => [authToken] } });
if (!checked.ok) throw new Error(checked.message);
for (const [kind, token] of Object.entries(tokens)) {
  const worker = new Worker(token, { serverUrl: server.url });
  await new Promise((resolve, reject) => {
    worker.on('ready', resolve);
    worker.on('error', reject);
  });
  if (worker.sid !== workerSid) throw new Error(`ready as ${worker.sid}, not ${workerSid}`);
  await worker.disconnect();
  console.log(`${kind}: ready`);
}
await server.close();
