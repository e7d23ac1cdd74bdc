import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { type Reservation, Supervisor, Worker } from '@taskbay/sdk';
import { expect, it } from 'vitest';
import { restWorkspace } from './support/server.ts';
import { accessToken } from './support/tokens.ts';
import { VENDOR_SEED } from './support/vendor-stage.ts';
import { sidOf, workspaceOf } from './support/workspace.ts';

const CUSTOMER = `CA${'1'.repeat(32)}`;

async function onTheLine(server: MockServer): Promise<object> {
  return (await (await fetch(`${server.url}/control/calls`)).json()) as object;
}

it('our Supervisor listens in to a conference, and a worker’s token may not', async () => {
  await using server = await startMockServer({ seed: VENDOR_SEED, clock: 'manual' });
  const rest = restWorkspace(server);
  const { workers, activities } = workspaceOf(server);
  for (const name of ['alice', 'sue']) {
    const attributes = JSON.stringify({ contact_uri: `client:${name}` });
    await rest.workers(sidOf(workers, name)).update({ attributes });
  }
  const alice = new Worker(await accessToken(server, 'alice'), { serverUrl: server.url });
  const sue = new Supervisor(await accessToken(server, 'sue', 3600, 'supervisor'), { serverUrl: server.url });
  const pretender = new Supervisor(await accessToken(server, 'bob'), { serverUrl: server.url });
  try {
    await Promise.all([alice.whenReady(), sue.whenReady(), pretender.whenReady()]);
    await rest.workers(sidOf(workers, 'alice')).update({ activitySid: sidOf(activities, 'Available') });
    const offered = new Promise<Reservation>((resolve) => alice.once('reservation.created', resolve));
    await rest.tasks.create({ attributes: JSON.stringify({ call_sid: CUSTOMER, called: '+15550100' }) });
    const reservation = await offered;
    await reservation.conference({ endConferenceOnExit: true });
    await expect.poll(() => reservation.status).toBe('accepted');
    await expect(pretender.monitor(reservation.taskSid, reservation.sid)).rejects.toMatchObject({ status: 403 });
    await sue.monitor(reservation.taskSid, reservation.sid);
    expect(await onTheLine(server)).toMatchObject({
      calls: [{ worker: alice.sid }, { worker: sue.sid, mode: 'monitor', muted: true }],
    });
  } finally {
    await Promise.all([alice.disconnect(), sue.disconnect(), pretender.disconnect()]);
  }
});
