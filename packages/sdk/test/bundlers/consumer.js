// What an application has of the SDK: every entry for programs, each used once.

import { TaskbayError, Worker } from '@taskbay/sdk';
import { TabWorker } from '@taskbay/sdk/tabs';
import { TaskRouter } from '@taskbay/sdk/v1';

/** Connects one worker by each entry; resolves with what they found. */
globalThis.runConsumer = async ({ serverUrl, accessToken, capabilityToken }) => {
  const worker = await new Worker(accessToken, { serverUrl }).whenReady();
  const shared = await new TabWorker(accessToken, { serverUrl }).whenReady();
  const none = undefined;
  const old = new TaskRouter.Worker(capabilityToken, false, none, none, none, none, none, `${serverUrl}/v1`, serverUrl);
  await new Promise((resolve) => old.on('ready', resolve));
  const refused = await worker.updateActivity('WA0').catch((error) => error);
  const found = [worker.friendlyName, shared.friendlyName, old.friendlyName, refused instanceof TaskbayError];
  await Promise.all([worker.disconnect(), shared.disconnect()]);
  return found;
};
