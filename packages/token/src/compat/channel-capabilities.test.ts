import { decodeToken, type Policy } from '@taskbay/protocol';
import { describe, expect, it, vi } from 'vitest';
import * as f from '../../test/fixtures.ts';
import * as compat from '../compat.ts';
import { taskQueuePolicies } from '../policies/task-queue.ts';
import { workerPolicies } from '../policies/worker.ts';
import { workspacePolicies } from '../policies/workspace.ts';
import { verify } from '../verify/verify.ts';

const { TaskRouterTaskQueueCapability, TaskRouterWorkerCapability, TaskRouterWorkspaceCapability } = compat;
const quiet = { now: f.NOW, warn: vi.fn() };
const workerCapability = (options = {}) =>
  new TaskRouterWorkerCapability(f.ACCOUNT, f.AUTH_TOKEN, f.WORKSPACE, f.WORKER, { ...quiet, ...options });
const payloadOf = async (token: Promise<string>) => decodeToken(await token)?.payload;
const rulesOf = async (token: Promise<string>) => (await payloadOf(token))?.policies as Policy[];

describe('the class-based helpers', () => {
  it('start with the automatic rules', async () => {
    const ofWorkspace = new TaskRouterWorkspaceCapability(f.ACCOUNT, f.AUTH_TOKEN, f.WORKSPACE, quiet);
    const ofQueue = new TaskRouterTaskQueueCapability(f.ACCOUNT, f.AUTH_TOKEN, f.WORKSPACE, f.QUEUE, quiet);
    expect(await rulesOf(workerCapability().generate())).toEqual(workerPolicies.automatic(f.worker));
    expect(await rulesOf(ofWorkspace.generate())).toEqual(workspacePolicies.automatic(f.workspace));
    expect(await rulesOf(ofQueue.generate())).toEqual(taskQueuePolicies.automatic(f.queue));
  });

  it('add what each method names, in the order of the calls', async () => {
    const capability = workerCapability();
    capability.allowFetchSubresources();
    capability.allowActivityUpdates();
    capability.allowReservationUpdates();
    capability.allowUpdates();
    capability.allowUpdatesSubresources();
    capability.allowDelete();
    capability.allowDeleteSubresources();
    expect((await rulesOf(capability.generate())).slice(6)).toEqual([
      ...workerPolicies.fetchSubresources(f.worker),
      ...workerPolicies.activityUpdates(f.worker),
      ...workerPolicies.reservationUpdates(f.worker),
      ...workerPolicies.updates(f.worker),
      ...workerPolicies.updatesSubresources(f.worker),
      ...workerPolicies.delete(f.worker),
      ...workerPolicies.deleteSubresources(f.worker),
    ]);
  });

  it('add single rules', async () => {
    const capability = workerCapability();
    capability.allow(f.WORKER_URL, 'POST', {}, { FriendlyName: 'x' });
    capability.deny(f.WORKSPACE_URL, 'DELETE');
    capability.addPolicy(f.QUEUE_URL, 'GET');
    capability.addPolicy(f.QUEUE_URL, 'POST', false, { A: 'x' });
    expect((await rulesOf(capability.generate())).slice(6)).toEqual([
      { url: f.WORKER_URL, method: 'POST', query_filter: {}, post_filter: { FriendlyName: 'x' }, allow: true },
      { url: f.WORKSPACE_URL, method: 'DELETE', query_filter: {}, post_filter: {}, allow: false },
      { url: f.QUEUE_URL, method: 'GET', query_filter: {}, post_filter: {}, allow: true },
      { url: f.QUEUE_URL, method: 'POST', query_filter: { A: 'x' }, post_filter: {}, allow: false },
    ]);
  });

  it('mint for an hour unless told, and merge extra attributes', async () => {
    expect(await payloadOf(workerCapability().generate())).toMatchObject({
      friendly_name: f.WORKER,
      exp: f.ISSUED + 3600,
    });
    expect(await payloadOf(workerCapability().generate(0))).toMatchObject({ exp: f.ISSUED + 3600 });
    expect(await payloadOf(workerCapability().generateToken(28_800, { note: 'x' }))).toMatchObject({
      exp: f.ISSUED + 28_800,
      note: 'x',
    });
  });

  it('point at other hosts when told', async () => {
    const bases = { restBase: 'http://h:1/v1', eventBridgeBase: 'http://h:1' };
    const rules = await rulesOf(workerCapability(bases).generate());
    expect(rules.every(({ url }) => url.startsWith('http://h:1/v1/'))).toBe(true);
  });

  it.each([
    ['AC', () => new TaskRouterWorkspaceCapability('SK1', 'x', f.WORKSPACE), 'Invalid AccountSid provided: SK1'],
    ['WS', () => new TaskRouterWorkspaceCapability(f.ACCOUNT, 'x', 'WK1'), 'Invalid WorkspaceSid provided: WK1'],
    ['a channel', () => new TaskRouterWorkerCapability(f.ACCOUNT, 'x', f.WORKSPACE, ''), 'ChannelId not provided'],
    [
      'its kind',
      () => new TaskRouterWorkerCapability(f.ACCOUNT, 'x', f.WORKSPACE, 'WT1'),
      'Invalid ChannelId provided: WT1',
    ],
    ['a secret', () => new TaskRouterWorkspaceCapability(f.ACCOUNT, '', f.WORKSPACE), 'AuthToken not provided'],
  ])('demand %s', (_name, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('the deprecated names', () => {
  it('work for a worker, with a notice each', async () => {
    const warn = vi.fn();
    const capability = new compat.Services_Twilio_TaskRouter_Worker_Capability(
      f.ACCOUNT,
      f.AUTH_TOKEN,
      f.WORKSPACE,
      f.WORKER,
      { now: f.NOW, warn },
    );
    capability.allowWorkerFetchAttributes();
    capability.allowWorkerActivityUpdates();
    capability.allowTaskReservationUpdates();
    const token = await capability.generateToken();
    expect((await rulesOf(Promise.resolve(token))).slice(6)).toEqual([
      ...workerPolicies.fetchAttributes(f.worker),
      ...workerPolicies.activityUpdates(f.worker),
      ...workerPolicies.reservationUpdates(f.worker).slice(0, 1),
    ]);
    expect(warn.mock.calls.map(([message]) => String(message).split(' ')[0])).toEqual([
      'allowWorkerFetchAttributes',
      'allowWorkerActivityUpdates',
      'allowTaskReservationUpdates',
    ]);
    expect(await verify(token, { keys: f.keys, now: f.NOW })).toMatchObject({ ok: true });
  });

  it('print their notice unless told otherwise', () => {
    const print = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    new TaskRouterWorkerCapability(f.ACCOUNT, f.AUTH_TOKEN, f.WORKSPACE, f.WORKER).allowWorkerActivityUpdates();
    expect(print).toHaveBeenCalledWith('allowWorkerActivityUpdates is deprecated, use allowActivityUpdates');
    print.mockRestore();
  });

  it('do not apply to other channels', () => {
    const capability = new TaskRouterWorkspaceCapability(f.ACCOUNT, f.AUTH_TOKEN, f.WORKSPACE, quiet);
    expect(() => capability.allowTaskReservationUpdates()).toThrow('Deprecated function not applicable to non Worker');
  });
});
