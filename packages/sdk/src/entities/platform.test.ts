import { afterEach, describe, expect, it, vi } from 'vitest';
import { readyRig } from '../../test-support/worker-under-test.ts';
import { browserHost } from '../host.browser.ts';

describe.each(['v1', 'v2'] as const)('what the platform does, on %s', (spelling) => {
  const silenceMs = spelling === 'v2' ? 30_000 : 60_000;

  it('offline is a state; online connects at once', async () => {
    const { worker, bridge, platform, clock } = await readyRig(spelling);
    const changes: string[] = [];
    worker.on('state', ({ state, reason }) => changes.push(`${state}: ${reason}`));
    platform.say('offline');
    expect(worker.state).toBe('waiting');
    expect(bridge.socket.closedByClient).toBe(true);
    platform.say('online');
    await clock.advance(0);
    expect(changes).toEqual([
      'waiting: offline',
      'connecting: online',
      'starting: socket_opened',
      'ready: synchronised',
    ]);
  });

  it('waking from sleep finds the dead socket, though its timer was late', async () => {
    const { worker, bridge, clock } = await readyRig(spelling);
    clock.sleep(3_000_000);
    await clock.advance(999);
    expect(worker.state).toBe('ready');
    await clock.advance(1);
    expect(worker.state).toBe('waiting');
    await clock.advance(1000);
    expect(worker.state).toBe('ready');
    expect(bridge.sockets).toHaveLength(2);
  });

  it('late timers of a tab in the background are no silence: the frames behind them are heard first', async () => {
    const { worker, bridge, clock } = await readyRig(spelling);
    clock.sleep(silenceMs + 30_000);
    await clock.advance(0);
    bridge.socket.sendText(' ');
    await clock.advance(silenceMs - 1);
    expect(worker.state).toBe('ready');
    expect(bridge.sockets).toHaveLength(1);
  });

  it('a page shown again looks at once, before its throttled timer', async () => {
    const { worker, platform, clock } = await readyRig(spelling);
    const before = clock.pending;
    clock.sleep(silenceMs);
    platform.say('pageshow');
    expect(clock.pending).toBe(before);
    await clock.advance(1000);
    expect(worker.state).toBe('waiting');
    platform.say('pageshow');
    await clock.advance(0);
    expect(worker.state).toBe('ready');
  });

  it('a notice changes nothing while frames come, nor after disconnect()', async () => {
    const { worker, bridge, platform, clock, heard } = await readyRig(spelling);
    platform.say('online');
    platform.say('pageshow');
    await clock.advance(1000);
    expect(heard).toEqual([]);
    await worker.disconnect();
    expect(platform.listeners).toBe(0);
    expect(clock.pending).toBe(0);
    expect(bridge.sockets).toHaveLength(1);
  });
});

describe('the browser host', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('passes on and stops', () => {
    const target = new EventTarget();
    const document = { hidden: true };
    vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
    vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
    vi.stubGlobal('document', document);
    const heard: string[] = [];
    const stop = browserHost.notices((notice) => heard.push(notice));
    const tell = () => {
      for (const type of ['offline', 'online', 'pageshow', 'visibilitychange']) target.dispatchEvent(new Event(type));
    };
    tell();
    document.hidden = false;
    tell();
    stop();
    tell();
    const usual = ['offline', 'online', 'pageshow'];
    expect(heard).toEqual([...usual, ...usual, 'visibilitychange']);
  });

  it('has nothing to say where there are no such events', () => {
    vi.stubGlobal('addEventListener', undefined);
    expect(browserHost.notices(() => undefined)()).toBeUndefined();
  });
});
