// An agent that takes every offer. First `npm start` in the repository, then: node main.mjs alice
import { Worker } from '@taskbay/sdk';

const serverUrl = process.env.TASKBAY_URL ?? 'http://127.0.0.1:8787';
const name = process.argv[2] ?? 'alice';

/** Called at the beginning and before each token ends. In production your own server answers it. */
async function getToken() {
  const answer = await fetch(`${serverUrl}/control/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ worker: name }),
  });
  if (!answer.ok) throw new Error(`No token for ${name}: ${await answer.text()}`);
  return (await answer.json()).token;
}

const worker = new Worker(await getToken(), { serverUrl, getToken, connectActivity: 'Available' });
worker.on('ready', () => console.log(`${worker.friendlyName} is ready`));
worker.on('activity.update', () => console.log(`${worker.friendlyName} is ${worker.activity.friendlyName}`));
worker.on('reservation.created', async (reservation) => {
  console.log(`offered ${reservation.task.sid}`, reservation.task.attributes);
  await reservation.accept();
  console.log(`accepted ${reservation.task.sid}`);
});
worker.on('error', (error) => console.error(error.code, error.message));
process.once('SIGINT', () => worker.disconnect());
