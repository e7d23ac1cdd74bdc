import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock, settled } from '../../test-support/manual-clock.ts';
import { WK, WS } from '../../test-support/tokens.ts';
import { readyRig, rig, SERVER, tokenFor } from '../../test-support/worker-under-test.ts';
import { TaskbayError } from '../errors.ts';
import { Worker } from '../index.ts';
import type { Logger } from '../log.ts';

const OWN = `Workspaces/${WS}/Workers/${WK}`;

describe.each(['v1', 'v2'] as const)('what an application does wrong, on %s', (spelling) => {
  it.each(['debug', 'info', 'warn', 'error'] as const)('a logger whose %s throws stops nothing', async (level) => {
    const quiet = () => undefined;
    const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    logger[level] = () => {
      throw new Error('The disk is full');
    };
    const { bridge, worker, clock } = rig(spelling, { logger });
    for (const name of ['ready', 'error'] as const) {
      worker.on(name, () => {
        throw new Error('of no use');
      });
    }
    bridge.on(`GET ${OWN}`, () => ({ status: 503 }));
    await settled();
    bridge.usually(`GET ${OWN}`);
    await clock.advance(1000);
    expect(worker.state).toBe('ready');
    await worker.disconnect();
    expect([worker.state, clock.pending]).toEqual(['stopped', 0]);
  });

  it('a signal that is none rejects the call and does nothing else', async () => {
    const { worker } = await readyRig(spelling);
    const escaped: unknown[] = [];
    const caught = (error: unknown) => escaped.push(error);
    process.prependListener('uncaughtException', caught);
    onTestFinished(() => void process.off('uncaughtException', caught));
    const signal = new AbortController() as unknown as AbortSignal;
    await expect(worker.fetchActivities({ signal })).rejects.toBeInstanceOf(TaskbayError);
    await new Promise(setImmediate);
    expect(escaped).toEqual([]);
  });

  it('a serverUrl that is a URL is its text', async () => {
    const clock = new ManualClock();
    const { fetch, WebSocket } = new FakeBridge(spelling);
    const serverUrl = new URL(SERVER) as unknown as string;
    const worker = new Worker(tokenFor(spelling, clock), { serverUrl, fetch, WebSocket, clock });
    expect(await worker.whenReady()).toBe(worker);
    await worker.disconnect();
  });
});

describe('the words of an error', () => {
  it('stand before what to do, whoever wrote them', () => {
    const { message } = new TaskbayError('network', 'getToken failed: You are logged out.');
    expect(message).toBe('getToken failed: You are logged out. (Check serverUrl)');
  });
});
