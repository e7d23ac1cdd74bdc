// Our built SDK in a process of its own, which has nothing else to do: it ends when `disconnect()` has ended everything.
// Arguments: token, server URL, and the moment at which it disconnects.
import { Worker } from '@taskbay/sdk';

const [token = '', serverUrl = '', moment = ''] = process.argv.slice(2);
const worker = new Worker(token, { serverUrl, getToken: async () => token });
worker.on('error', () => undefined);

/** @type {Record<string, () => Promise<unknown>>} */
const moments = {
  'at once': async () => undefined,
  connecting: async () => undefined,
  starting: () => new Promise((resolve) => worker.once('connected', resolve)),
  ready: () => worker.whenReady(),
  'with a command under way': async () => {
    await worker.whenReady();
    // Ends with the session: answered or not.
    worker.setAttributes({ busy: true }).catch(() => undefined);
  },
  'waiting to try again': () =>
    new Promise((resolve) => worker.on('state', ({ state }) => state === 'waiting' && resolve(undefined))),
};
await moments[moment]?.();
if (moment === 'connecting') await new Promise((resolve) => setImmediate(resolve));
await worker.disconnect();
process.send?.(worker.state);
process.disconnect?.();
