import { describe, expect, it, vi } from 'vitest';
import { EXP, facade, outcome } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { IDLE } from '../../test-support/payloads.ts';
import { capabilityToken, WS } from '../../test-support/tokens.ts';

describe('TaskRouter', () => {
  it('refuses tokens with the old SDK’s words', () => {
    const { TaskRouter } = facade();
    expect(() => new TaskRouter.Worker('')).toThrow('Token is required for TaskRouter JS SDK');
    expect(() => new TaskRouter.Worker('a.b')).toThrow('Wrong number of segments');
    expect(() => new TaskRouter.Worker('a.b.c')).toThrow(SyntaxError);
    for (const claim of ['account_sid', 'workspace_sid', 'channel']) {
      const poor = capabilityToken(EXP, { [claim]: undefined });
      expect(() => new TaskRouter.Workspace(poor)).toThrow('Missing minimum payload values. Check for existence of');
    }
    expect(() => new TaskRouter.Worker(capabilityToken(EXP, { worker_sid: undefined }))).toThrow('does not say whose');
  });

  it('is three constructors that cannot be replaced', () => {
    const { TaskRouter } = facade();
    expect(Object.keys(TaskRouter)).toEqual(['TaskQueue', 'Worker', 'Workspace']);
    expect(() => Object.assign(TaskRouter, { Worker: null })).toThrow(TypeError);
  });

  it('Workspace reads and administers, with figures', async () => {
    const { TaskRouter, bridge } = facade();
    const base = `Workspaces/${WS}`;
    bridge.on(`GET ${base}`, () => ({ payload: { sid: WS, friendly_name: 'Desk', default_activity_sid: IDLE } }));
    bridge.on(`POST ${base}/Workflows`, ({ params }) => ({ payload: { sid: 'WW1', ...params } }));
    bridge.on(`GET ${base}/TaskQueues/Statistics`, () => ({
      payload: { task_queues_statistics: [{ task_queue_sid: 'WQ1' }], meta: { key: 'task_queues_statistics' } },
    }));
    const workspace = new TaskRouter.Workspace(capabilityToken(EXP, { channel: WS, worker_sid: undefined }), false);
    const ready = new Promise((resolve) => workspace.on('ready', resolve));
    expect(await ready).toMatchObject({ friendlyName: 'Desk', defaultActivitySid: IDLE });
    const workflow = { FriendlyName: 'Default', Configuration: { task_routing: {} } };
    await outcome((done) => workspace.workflows.create(workflow, done));
    expect(bridge.requests.at(-1)?.params).toEqual({ FriendlyName: 'Default', Configuration: '{"task_routing":{}}' });
    const { result } = await outcome<object>((done) => workspace.taskqueues.statistics.fetch({}, done));
    expect(result).toEqual({ 0: { taskQueueSid: 'WQ1' } });
    bridge.on(`DELETE ${base}/Workflows/WW1`, () => ({ payload: {} }));
    const { error } = await outcome((done) => workspace.workflows.delete('WW1', done));
    expect(error).toBeNull();
    expect(bridge.sockets).toEqual([]);
  });

  const ALL = ['statistics', 'realtimeStats', 'cumulativeStats'];
  const FIGURES = [
    ['workers', ALL, 'WK1', 'Workers', ['statistics']],
    ['taskqueues', ALL, 'WQ1', 'TaskQueues', ALL],
    ['workflows', [], 'WW1', 'Workflows', ALL],
    ['activities', [], 'WA1', 'Activities', []],
    ['tasks', [], 'WT1', 'Tasks', []],
  ] as const;

  it.each(FIGURES)(
    '%s have the figures %j, and one of them, %s below %s, has %j',
    async (name, ofAll, sid, folder, ofOne) => {
      const { TaskRouter, bridge } = facade();
      bridge.on(`GET Workspaces/${WS}`, () => ({ payload: { sid: WS } }));
      bridge.on(`GET Workspaces/${WS}/${folder}/${sid}`, () => ({ payload: { sid } }));
      const list = new TaskRouter.Workspace(capabilityToken(EXP, { channel: WS, worker_sid: undefined }), false)[name];
      const { result } = await outcome<object>((done) => list.fetch(sid, done));
      const figuresOf = (one: object | null) => Object.keys(one ?? {}).filter((key) => ALL.includes(key));
      expect([figuresOf(list), figuresOf(result)]).toEqual([ofAll, ofOne]);
    },
  );

  it('figures are fetched with parameters, not with a SID', async () => {
    const { TaskRouter } = facade();
    const worker = new TaskRouter.Worker(capabilityToken(EXP), false);
    expect(() => worker.statistics.fetch('WK1', () => undefined)).toThrow('1st argument needs to be either');
  });

  it('Workspace tells why it could not be read, and an expired token by its own event', async () => {
    const { TaskRouter, bridge } = facade();
    const token = capabilityToken(EXP, { channel: WS, worker_sid: undefined });
    bridge.on(`GET Workspaces/${WS}`, () => ({ status: 403, body: { message: 'no policy allows it' } }));
    const refused = new TaskRouter.Workspace(token, false);
    const error = await new Promise((resolve) => refused.on('error', resolve));
    const message = expect.stringContaining('no policy allows it');
    expect(error).toMatchObject({ response: { code: 'request_refused', status: 403 }, message });
    bridge.on(`GET Workspaces/${WS}`, () => ({ status: 401, body: {} }));
    const late = new TaskRouter.Workspace(token, false);
    await new Promise((resolve) => late.on('token.expired', resolve));
  });

  it('Workspace writes an error that nobody listens to to the console, whatever argument 2 says', async () => {
    const { TaskRouter, bridge } = facade();
    const written = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    bridge.on(`GET Workspaces/${WS}`, () => ({ status: 403, body: {} }));
    new TaskRouter.Workspace(capabilityToken(EXP, { channel: WS, worker_sid: undefined }), false);
    await settled();
    expect(written.mock.calls).toEqual([[expect.stringContaining('403')]]);
    written.mockRestore();
  });

  it('TaskQueue is its own resource', async () => {
    const { TaskRouter, bridge } = facade();
    const path = `Workspaces/${WS}/TaskQueues/WQ1`;
    bridge.on(`GET ${path}`, () => ({ payload: { sid: 'WQ1', friendly_name: 'Support' } }));
    bridge.on(`GET ${path}/RealTimeStatistics`, () => ({ payload: { total_tasks: 3, url: 'x' } }));
    const token = capabilityToken(EXP, { channel: 'WQ1', taskqueue_sid: 'WQ1', worker_sid: undefined });
    const queue = new TaskRouter.TaskQueue(token, false);
    expect(await new Promise((resolve) => queue.on('ready', resolve))).toMatchObject({ friendlyName: 'Support' });
    const { result } = await outcome<object>((done) => queue.realtimeStats.fetch(done));
    expect(result).toEqual({ totalTasks: 3 });
  });
});
