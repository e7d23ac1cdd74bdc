import { startMockServer } from '@taskbay/mock-server';
import { allow, mintTaskQueueToken, mintWorkspaceToken } from '@taskbay/token';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_SEED } from './cases/main-job.ts';
import { RawV1Wire } from './support/raw-v1-wire.ts';
import { restWorkspace } from './support/server.ts';
import { sidOf, workspaceOf } from './support/workspace.ts';

type Server = Awaited<ReturnType<typeof startMockServer>>;

interface Channel {
  readonly wire: RawV1Wire;
  readonly texts: string[];
  /** The channel's own resource, as the old client spells it. */
  readonly own: string;
}

function open(server: Server, channelSid: string, token: string, own: string): Promise<Channel> {
  const texts: string[] = [];
  const wire = new RawV1Wire(server, channelSid, token);
  return wire
    .connect(
      (text) => texts.push(text),
      () => texts.push('closed'),
    )
    .then(() => ({ wire, texts, own }));
}

/** What one may do on it is in the token: here everything below the resource. */
async function workspaceChannel(server: Server): Promise<Channel> {
  const { accountSid, authToken } = server.ready;
  const { sid } = workspaceOf(server);
  const resource = `https://taskrouter.twilio.com/v1/Workspaces/${sid}`;
  const policies = (['GET', 'POST', 'DELETE'] as const).flatMap((method) => [
    allow(`https://event-bridge.twilio.com/v1/wschannels/${accountSid}/${sid}`, method),
    allow(resource, method),
    allow(`${resource}/**`, method),
  ]);
  const token = await mintWorkspaceToken({ accountSid, authToken: authToken ?? '', workspaceSid: sid, policies });
  return open(server, sid, token, `Workspaces/${sid}/`);
}

async function taskQueueChannel(server: Server): Promise<Channel> {
  const { accountSid, authToken } = server.ready;
  const { sid, taskQueues } = workspaceOf(server);
  const queue = sidOf(taskQueues, 'Everyone');
  const own = `Workspaces/${sid}/TaskQueues/${queue}`;
  const policies = (['GET', 'POST'] as const).flatMap((method) => [
    allow(`https://event-bridge.twilio.com/v1/wschannels/${accountSid}/${queue}`, method),
    allow(`https://taskrouter.twilio.com/v1/${own}`, method),
    allow(`https://taskrouter.twilio.com/v1/${own}/**`, method),
  ]);
  const scope = { workspaceSid: sid, taskQueueSid: queue, policies };
  const token = await mintTaskQueueToken({ accountSid, authToken: authToken ?? '', ...scope });
  return open(server, queue, token, own);
}

/** A task goes its whole way, and an agent is moved: what a worker's channel would tell of. */
async function somethingHappens(server: Server): Promise<void> {
  const rest = restWorkspace(server);
  const { workers, activities } = workspaceOf(server);
  await rest.workers(sidOf(workers, 'alice')).update({ activitySid: sidOf(activities, 'Available') });
  const { sid } = await rest.tasks.create({ attributes: '{"language":"es"}' });
  await rest.tasks(sid).update({ assignmentStatus: 'canceled' });
  await server.settle();
}

describe('the v1 channel of a workspace, by hand', () => {
  it('is ready, reads, creates, changes and deletes, each answered with 200 and JSON', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const { wire, own } = await workspaceChannel(server);
    const ready = await wire.send({ method: 'GET', url: own, event_type: 'ready' });
    expect([ready.status, ready.body]).toMatchObject([
      200,
      { event_type: 'ready', payload: { friendly_name: 'Main job' } },
    ]);
    const made = await wire.send({ method: 'POST', url: `${own}Activities`, params: { FriendlyName: 'Lunch' } });
    expect([made.status, made.body]).toMatchObject([200, { event_type: null, payload: { friendly_name: 'Lunch' } }]);
    const lunch = `${own}Activities/${made.body.payload?.sid}`;
    const renamed = await wire.send({ method: 'POST', url: lunch, params: { FriendlyName: 'Dinner' } });
    expect([renamed.status, renamed.body.payload]).toMatchObject([200, { friendly_name: 'Dinner' }]);
    const gone = await wire.send({ method: 'DELETE', url: lunch });
    expect([gone.status, gone.body]).toEqual([200, { event_type: null, payload: {} }]);
    expect((await wire.send({ method: 'GET', url: lunch })).status).toBe(404);
    const names = (await wire.list(`${own}Workers`, 'workers')).map(({ friendly_name }) => friendly_name);
    expect(names.sort()).toEqual(['alice', 'bob']);
    expect(await wire.payload({ method: 'GET', url: `${own}Statistics` })).toHaveProperty('realtime');
    await wire.close();
  });

  it('is told nothing', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const { wire, texts } = await workspaceChannel(server);
    await somethingHappens(server);
    await wire.close();
    expect(texts).toEqual(['closed']);
  });
});

describe('the v1 channel of a task queue, by hand', () => {
  it('is ready, reads and changes its queue and its statistics, and nothing else', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const { wire, own } = await taskQueueChannel(server);
    const ready = await wire.send({ method: 'GET', url: own, event_type: 'ready' });
    expect([ready.status, ready.body]).toMatchObject([
      200,
      { event_type: 'ready', payload: { friendly_name: 'Everyone' } },
    ]);
    const changed = await wire.send({ method: 'POST', url: own, params: { MaxReservedWorkers: 3 } });
    expect([changed.status, changed.body.payload]).toMatchObject([200, { max_reserved_workers: 3 }]);
    expect(await wire.payload({ method: 'GET', url: `${own}/CumulativeStatistics` })).toHaveProperty('tasks_entered');
    const elsewhere = `${own.split('/TaskQueues')[0]}/Workers`;
    expect((await wire.send({ method: 'GET', url: elsewhere })).status).toBe(403);
    await wire.close();
  });

  it('is told nothing', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const { wire, texts } = await taskQueueChannel(server);
    await somethingHappens(server);
    await wire.close();
    expect(texts).toEqual(['closed']);
  });
});
