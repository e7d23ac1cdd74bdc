import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { type Callback, type Entity, type FetchedList, TaskRouter } from '@taskbay/sdk/v1';
import { allow, mintTaskQueueToken, mintWorkspaceToken } from '@taskbay/token';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_SEED } from './cases/main-job.ts';
import { sidOf, workspaceOf } from './support/workspace.ts';

/** What a call hands out, or a rejection with the status. */
function result<T = Entity>(ask: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, value) => (error === null ? resolve(value as T) : reject(new Error(`status ${error.code}`))));
  });
}

/** Policies of a token for a channel: everything at and below its resource. */
function everything(server: MockServer, channel: string, path: string) {
  const { accountSid } = server.ready;
  return (['GET', 'POST', 'DELETE'] as const).flatMap((method) => [
    allow(`https://event-bridge.twilio.com/v1/wschannels/${accountSid}/${channel}`, method),
    allow(`https://taskrouter.twilio.com/v1/${path}/**`, method),
  ]);
}

async function workspacePage(server: MockServer) {
  const { accountSid, authToken } = server.ready;
  const { sid } = workspaceOf(server);
  const policies = everything(server, sid, `Workspaces/${sid}`);
  const token = await mintWorkspaceToken({ accountSid, authToken: authToken ?? '', workspaceSid: sid, policies });
  return new TaskRouter.Workspace(token, false, null, 0, `${server.url}/v1`, server.url);
}

async function taskQueuePage(server: MockServer) {
  const { accountSid, authToken } = server.ready;
  const { sid: workspaceSid, taskQueues } = workspaceOf(server);
  const taskQueueSid = sidOf(taskQueues, 'Everyone');
  const policies = everything(server, taskQueueSid, `Workspaces/${workspaceSid}/TaskQueues/${taskQueueSid}`);
  const scope = { workspaceSid, taskQueueSid, policies };
  const token = await mintTaskQueueToken({ accountSid, authToken: authToken ?? '', ...scope });
  return new TaskRouter.TaskQueue(token, false, null, 0, `${server.url}/v1`, server.url);
}

/** Its first two events and the resource they end in. */
async function begun(client: InstanceType<typeof TaskRouter.Workspace | typeof TaskRouter.TaskQueue>) {
  const told: string[] = [];
  client.on('connected', () => told.push('connected'));
  const ready = await new Promise<Entity>((resolve) => client.on('ready', resolve));
  return { told: [...told, 'ready'], ready };
}

describe('Workspace of @taskbay/sdk/v1 against the server', () => {
  it('is connected, then ready with its own resource, which has the lists and the activities it sets', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const page = await workspacePage(server);
    const { told, ready } = await begun(page);
    expect(told).toEqual(['connected', 'ready']);
    expect(ready).toMatchObject({ friendlyName: 'Main job', sid: workspaceOf(server).sid });
    const idle = await result((done) => (ready.timeoutActivity as Entity).fetch(done));
    expect(idle).toMatchObject({ friendlyName: 'Offline', available: false });
    const { data } = await result<FetchedList>((done) => (ready.workers as typeof page.workers).fetch(done));
    expect(data.map(({ friendlyName }) => friendlyName).sort()).toEqual(['alice', 'bob']);
  });

  it.each([
    ['activities', { FriendlyName: 'Lunch', Available: false }, { FriendlyName: 'Dinner' }],
    ['workers', { FriendlyName: 'carol', Attributes: { languages: ['fr'] } }, { Attributes: { languages: [] } }],
    ['taskqueues', { FriendlyName: 'French', TargetWorkers: 'languages HAS "fr"' }, { MaxReservedWorkers: 2 }],
    ['tasks', { Attributes: { language: 'fr' } }, { Priority: '7' }],
    ['workflows', { FriendlyName: 'New', Configuration: {} }, { TaskReservationTimeout: '30' }],
  ] as const)('makes, finds, changes, lists and deletes %s', async (name, parameters, change) => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const page = await workspacePage(server);
    const list = page[name];
    const queue = sidOf(workspaceOf(server).taskQueues, 'Everyone');
    const own = name === 'workflows' ? { Configuration: { task_routing: { default_filter: { queue } } } } : {};
    const made = await result((done) => list.create({ ...parameters, ...own }, done));
    const [[parameter = '', value]] = Object.entries(change) as [[string, unknown]];
    const property = `${parameter.charAt(0).toLowerCase()}${parameter.slice(1)}`;
    const changed = await result((done) => list.update(made.sid, change, done));
    const found = await result((done) => list.fetch(made.sid, done));
    const wanted = typeof value === 'object' ? value : Number(value) || value;
    expect([changed[property], found[property]]).toEqual([wanted, wanted]);
    const { data } = await result<FetchedList>((done) => list.fetch(done));
    expect(data.map(({ sid }) => sid)).toContain(made.sid);
    await result((done) => list.delete(made.sid, done as Callback<unknown>));
    await expect(result((done) => list.fetch(made.sid, done))).rejects.toThrow('status 404');
  });

  it('changes itself, and has figures of itself, its workers, its queues and its workflows', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const page = await workspacePage(server);
    await result((done) => page.update('FriendlyName', 'Renamed', done));
    expect(page.friendlyName).toBe('Renamed');
    const queues = await result<Record<string, object>>((done) => page.taskqueues.statistics.fetch({}, done));
    expect(Object.keys(queues)).toEqual(['0', '1']);
    const { data } = await result<FetchedList>((done) => page.workflows.fetch(done));
    const holders = [page, page.workers, ...data] as (typeof page)[];
    for (const { statistics, realtimeStats, cumulativeStats } of holders) {
      const both = await result<object>((done) => statistics.fetch({ Minutes: 5 }, done));
      expect(both).toMatchObject({ cumulative: { startTime: expect.any(String) }, realtime: expect.any(Object) });
      await result<object>((done) => realtimeStats.fetch(done));
      const flat = await result<object>((done) => cumulativeStats.fetch(done));
      expect(flat).toHaveProperty('endTime');
    }
  });
});

describe('TaskQueue of @taskbay/sdk/v1 against the server', () => {
  it('is connected and ready, changes itself and has its figures', async () => {
    await using server = await startMockServer({ seed: MAIN_JOB_SEED });
    const page = await taskQueuePage(server);
    const { told, ready } = await begun(page);
    expect([told, ready.friendlyName]).toEqual([['connected', 'ready'], 'Everyone']);
    await result((done) => page.update({ MaxReservedWorkers: 4 }, done));
    expect(page.maxReservedWorkers).toBe(4);
    const { statistics, realtimeStats, cumulativeStats } = page;
    expect(await result<object>((done) => statistics.fetch(done))).toHaveProperty('realtime.totalTasks', 0);
    expect(await result<object>((done) => realtimeStats.fetch(done))).toHaveProperty('tasksByStatus.pending', 0);
    expect(await result<object>((done) => cumulativeStats.fetch(done))).toHaveProperty('tasksEntered', 0);
  });
});
