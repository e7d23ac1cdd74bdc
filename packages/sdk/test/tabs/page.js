// A tab of an agent desktop: its worker, and what it was told, for the test to look at.

import { TabWorker } from '@taskbay/sdk/tabs';

const EVENTS = [
  'ready',
  'resynced',
  'activity.update',
  'reservation.created',
  'reservation.accepted',
  'reservation.completed',
  'reservation.timeout',
];

globalThis.openTab = async (token, serverUrl) => {
  const worker = new TabWorker(token, { serverUrl });
  const heard = [];
  for (const name of EVENTS) {
    worker.on(name, ({ sid }) => heard.push(name.startsWith('reservation') ? `${name} ${sid}` : name));
  }
  worker.on('leader', ({ isLeader }) => heard.push(`leader ${isLeader}`));
  worker.on('error', ({ code, message }) => heard.push(`error ${code} ${message}`));
  await worker.whenReady();
  Object.assign(globalThis, { worker, heard });
};
