import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connected, EXP, facade } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { IDLE } from '../../test-support/payloads.ts';
import { capabilityToken, WK, WS } from '../../test-support/tokens.ts';

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
