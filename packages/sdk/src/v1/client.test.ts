import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connected, EXP, facade } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { IDLE } from '../../test-support/payloads.ts';
import { AC, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { SERVER } from '../../test-support/worker-under-test.ts';

describe('a client of the old SDK', () => {
  it('knows its own SID before anything was read', () => {
    const { TaskRouter } = facade();
    const workspace = capabilityToken(EXP, { channel: WS, worker_sid: undefined });
    const queue = capabilityToken(EXP, { channel: 'WQ1', taskqueue_sid: 'WQ1', worker_sid: undefined });
    const clients = [new TaskRouter.Workspace(workspace, false), new TaskRouter.TaskQueue(queue, false)];
    for (const client of clients) client.on('error', () => undefined);
    expect(clients.map(({ sid }) => sid)).toEqual([WS, 'WQ1']);
    expect(new TaskRouter.Worker(capabilityToken(EXP), false).sid).toBe(WK);
  });

  it('has its addresses where loops do not meet them, as have the objects that it hands out', async () => {
    const { TaskRouter } = facade();
    const rest = `${SERVER}/v1/Workspaces/${WS}`;
    const socket = `ws://bridge.test:8787/v1/wschannels/${AC}`;
    const worker = new TaskRouter.Worker(capabilityToken(EXP), false);
    const own = { workspaceUrl: rest, resourceUrl: `${rest}/Workers/${WK}`, readyUrl: `${rest}/Workers/${WK}` };
    expect(worker).toMatchObject({ ...own, channelUrl: `${socket}/${WK}` });
    expect(Object.keys(worker).filter((name) => name.endsWith('Url'))).toEqual([]);
    const workspace = new TaskRouter.Workspace(capabilityToken(EXP, { channel: WS, worker_sid: undefined }), false);
    workspace.on('error', () => undefined);
    expect(workspace).toMatchObject({ resourceUrl: `${rest}/`, channelUrl: `${socket}/${WS}` });
    const ready = await new Promise((resolve) => worker.on('ready', resolve));
    expect(ready).toMatchObject({ workspaceUrl: rest, resourceUrl: `${rest}/Workers/${WK}` });
  });

  it('has the vendor’s addresses where no server is named, in the region', () => {
    const { TaskRouter } = facade(undefined, '');
    const worker = new TaskRouter.Worker(capabilityToken(EXP), false, null, null, null, 'ie1-ix');
    const { readyUrl, channelUrl } = worker;
    expect([readyUrl, channelUrl]).toEqual([
      `https://taskrouter.twilio.com/v1/Workspaces/${WS}/Workers/${WK}`,
      `wss://event-bridge.ie1-ix.us1.twilio.com/v1/wschannels/${AC}/${WK}`,
    ]);
  });

  it('calls a listener of once a single time, though another emits the same before it', async () => {
    const { worker } = await connected();
    const heard: unknown[] = [];
    worker.on('mine', (payload) => {
      if (payload === 'a') worker.emit('mine', 'b');
    });
    worker.once('mine', (payload) => heard.push(payload));
    worker.emit('mine', 'a');
    expect(heard).toEqual(['b']);
  });
});

describe('what is deprecated since 1.1', () => {
  it('warns once, and not with debug off', async () => {
    const [written] = (['warn', 'info', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    );
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    const { TaskRouter } = facade();
    for (const debug of [false, true]) {
      const worker = new TaskRouter.Worker(capabilityToken(EXP), debug);
      for (let calls = 0; calls < 2; calls += 1) {
        worker.updateActivity(IDLE);
        worker.fetchActivityList(() => undefined);
      }
    }
    await settled();
    expect(written?.mock.calls.flat()).toEqual([
      'Deprecated. Please utilize worker.update({"ActivitySid":"<sid>"}, function() {}) instead.',
      'Deprecated. Please utilize worker.activities.fetch(function() {}) instead.',
    ]);
  });
});
