import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock } from '../../test-support/manual-clock.ts';
import { IDLE, taskPayload, workerPayload } from '../../test-support/payloads.ts';
import { AC, accessToken, capabilityToken, WS } from '../../test-support/tokens.ts';
import { fakeHost, SERVER } from '../../test-support/worker-under-test.ts';
import type { ClientOptions } from '../options.ts';
import { BaseTaskQueue } from './base-task-queue.ts';
import { BaseWorkspace } from './base-workspace.ts';

const EXP = 1_900_000_000;
const QUEUE = {
  sid: 'WQ1',
  friendly_name: 'Support',
  target_workers: '1==1',
  task_order: 'FIFO',
  max_reserved_workers: 1,
  reservation_activity_sid: null,
  assignment_activity_sid: IDLE,
  date_created: 1_700_000_000,
  date_updated: 1_700_000_000,
};
const queueToken = (exp = EXP) => capabilityToken(exp, { channel: 'WQ1', taskqueue_sid: 'WQ1', worker_sid: undefined });

function workspaceOn(spelling: 'v1' | 'v2', options: ClientOptions = {}) {
  const bridge = new FakeBridge(spelling);
  const clock = new ManualClock();
  const token = spelling === 'v2' ? accessToken(EXP) : capabilityToken(EXP, { channel: WS, worker_sid: undefined });
  const workspace = new BaseWorkspace(token, { serverUrl: SERVER, ...options }, fakeHost(clock, bridge, []));
  return { bridge, clock, workspace };
}

describe.each(['v1', 'v2'] as const)('Workspace on %s', (spelling) => {
  it('reads workers, queues, activities and tasks, all pages, without a socket', async () => {
    const { workspace, bridge, clock } = workspaceOn(spelling);
    const base = `Workspaces/${WS}`;
    bridge.on(`GET ${base}/Workers/WK2`, () => ({ payload: workerPayload(spelling, { sid: 'WK2' }) }));
    bridge.on(`GET ${base}/TaskQueues/WQ1`, () => ({ payload: QUEUE }));
    bridge.on(`GET ${base}/Tasks/WT1`, () => ({ payload: taskPayload('frame', 'WT1', 'pending') }));
    bridge.on(`GET ${base}/TaskQueues`, () => bridge.page('task_queues', [QUEUE]));
    bridge.on(`GET ${base}/Workers`, ({ params }) => {
      if ('AfterSid' in params || 'Page' in params)
        return bridge.page('workers', [workerPayload(spelling, { sid: 'WK3' })]);
      const items = [workerPayload(spelling, { sid: 'WK2' })];
      return spelling === 'v2'
        ? { payload: { contents: items, after_sid: 'WK2', meta: { list_key: 'contents' } } }
        : {
            payload: { workers: items, meta: { key: 'workers', next_page_url: `${SERVER}/v1/${base}/Workers?Page=1` } },
          };
    });
    expect(await workspace.fetchWorker('WK2')).toMatchObject({ sid: 'WK2', friendlyName: 'Alice' });
    expect(await workspace.fetchTaskQueue('WQ1')).toMatchObject({ targetWorkers: '1==1', taskOrder: 'FIFO' });
    expect(await workspace.fetchTask('WT1')).toMatchObject({ status: 'pending' });
    expect((await workspace.fetchTaskQueues({ workerSid: 'WK2' })).map(({ sid }) => sid)).toEqual(['WQ1']);
    expect(bridge.requests.at(-1)?.params).toMatchObject({ WorkerSid: 'WK2' });
    expect((await workspace.fetchWorkers({ activitySid: IDLE })).map(({ sid }) => sid)).toEqual(['WK2', 'WK3']);
    expect(bridge.requests.at(-2)?.params).toMatchObject({ ActivitySid: IDLE });
    expect((await workspace.fetchActivities()).map(({ friendlyName }) => friendlyName)).toEqual(['Idle', 'Offline']);
    const url = spelling === 'v2' ? `${SERVER}/v1/wschannels` : `${SERVER}/v1/wschannels/${AC}/${WS}`;
    expect(bridge.posted).toEqual(new Set([url]));
    expect(bridge.sockets).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('a client without a socket', () => {
  it('asks for one new token for all calls refused together, and repeats them', async () => {
    let asked = 0;
    const { workspace, bridge } = workspaceOn('v2', {
      getToken: async () => {
        asked += 1;
        return accessToken(EXP + 60);
      },
    });
    bridge.on(`GET Workspaces/${WS}/TaskQueues/WQ1`, ({ token }) =>
      token === accessToken(EXP) ? { status: 401, body: { code: 20104, message: 'expired' } } : { payload: QUEUE },
    );
    await Promise.all([workspace.fetchTaskQueue('WQ1'), workspace.fetchTaskQueue('WQ1')]);
    expect(asked).toBe(1);
  });

  it('rejects with the refusal where getToken fails, or there is none', async () => {
    for (const options of [{}, { getToken: () => Promise.reject(new Error('down')) }]) {
      const { workspace, bridge } = workspaceOn('v2', options);
      bridge.on(`GET Workspaces/${WS}/Tasks/WT1`, () => ({ status: 401, body: { code: 20104, message: 'expired' } }));
      await expect(workspace.fetchTask('WT1')).rejects.toMatchObject({ code: 'token_expired' });
    }
  });

  it('refuses tokens that do not say what they are for, and of the other kind', () => {
    const host = fakeHost(new ManualClock(), new FakeBridge('v2'), []);
    expect(() => new BaseWorkspace('opaque', {}, host)).toThrowError(expect.objectContaining({ code: 'usage' }));
    expect(() => new BaseTaskQueue(accessToken(EXP), {}, host)).toThrowError(
      expect.objectContaining({ code: 'usage' }),
    );
    const { workspace } = workspaceOn('v2');
    expect(() => workspace.updateToken(queueToken())).toThrowError(expect.objectContaining({ code: 'usage' }));
  });
});

describe('TaskQueue', () => {
  it('is the queue of its token; reads, changes and measures it', async () => {
    const bridge = new FakeBridge('v1');
    const queue = new BaseTaskQueue(queueToken(), { serverUrl: SERVER }, fakeHost(new ManualClock(), bridge, []));
    const path = `Workspaces/${WS}/TaskQueues/WQ1`;
    bridge.on(`GET ${path}`, () => ({ payload: QUEUE }));
    bridge.on(`POST ${path}`, () => ({ payload: { ...QUEUE, friendly_name: 'Sales' } }));
    bridge.on(`GET ${path}/RealTimeStatistics`, () => ({ payload: { total_tasks: 3 } }));
    expect(queue.sid).toBe('WQ1');
    expect(await queue.fetch()).toMatchObject({ friendlyName: 'Support' });
    expect(await queue.update({ FriendlyName: 'Sales' })).toMatchObject({ friendlyName: 'Sales' });
    expect(await queue.fetchStatistics('RealTimeStatistics', { Minutes: 5 })).toEqual({ total_tasks: 3 });
    expect(bridge.requests.at(-1)?.params).toEqual({ Minutes: 5 });
    expect(bridge.posted).toEqual(new Set([`${SERVER}/v1/wschannels/${AC}/WQ1`]));
  });

  it('with an access token is the one the options name', () => {
    const host = fakeHost(new ManualClock(), new FakeBridge('v2'), []);
    expect(new BaseTaskQueue(accessToken(EXP), { taskQueueSid: 'WQ9' }, host).sid).toBe('WQ9');
  });
});
