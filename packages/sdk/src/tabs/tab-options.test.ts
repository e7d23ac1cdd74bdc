import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock } from '../../test-support/manual-clock.ts';
import { FakeOrigin } from '../../test-support/tabs-platform.ts';
import { Tabs } from '../../test-support/tabs-under-test.ts';
import { accessToken } from '../../test-support/tokens.ts';
import { SERVER, tokenFor } from '../../test-support/worker-under-test.ts';
import type { TabLocks } from './tab-options.ts';
import { BaseTabWorker } from './tab-worker.ts';

describe('making a TabWorker', () => {
  const refused = (given: object) => expect(new Tabs('v2').open(given)).rejects.toMatchObject({ code: 'usage' });

  it('refuses the activities of one session', async () => {
    await refused({ connectActivity: 'Idle' });
    await refused({ disconnectActivity: 'Offline' });
  });

  it('refuses a token that names no worker', async () => {
    const opaque = new Tabs('v2').open({}, 'opaque');
    await expect(opaque).rejects.toMatchObject({ code: 'usage', message: /token does not show its account/ });
  });

  it('tabs of other servers, workers or wires do not meet', async () => {
    const tabs = new Tabs('v2');
    const first = await tabs.open();
    const other = await tabs.open({ serverUrl: 'http://other.test' });
    const another = await tabs.open({}, accessToken(tabs.clock.now() / 1000 + 60, 'WK2'));
    const same = await tabs.open({ serverUrl: `${SERVER}/` });
    expect([first, other, another, same].map(({ worker }) => worker.isLeader)).toEqual([true, true, true, false]);
  });

  it('a listener of leader that throws is written to the log and stops nothing', async () => {
    const tabs = new Tabs('v2');
    const made = await tabs.open();
    made.worker.on('leader', () => {
      throw new Error('boom');
    });
    const told: boolean[] = [];
    made.worker.once('leader', ({ isLeader }) => told.push(isLeader));
    await made.worker.disconnect();
    expect(told).toEqual([false]);
    expect(tabs.console).toEqual(['A listener of "leader" threw (Correct it)']);
  });

  it('says when the platform refuses locks, and asks again', async () => {
    const tabs = new Tabs('v2');
    const real = tabs.origin.open().locks;
    const refusal = new DOMException('no locks here', 'SecurityError');
    // Of the socket, and of the read that follows its failure.
    let refusals = 2;
    const request: TabLocks['request'] = (...given) =>
      refusals-- > 0 ? Promise.reject(refusal) : real.request(...given);
    const made = await tabs.open({ locks: { request } });
    expect(made.heard).toEqual(['error network']);
    expect(made.worker.state).toBe('waiting');
    await tabs.clock.advance(1000);
    expect(made.worker).toMatchObject({ state: 'ready', isLeader: true });
  });

  it.each(['locks', 'broadcastChannel'] as const)('says what to do where the platform has no %s', (missing) => {
    const clock = new ManualClock();
    const host = new FakeOrigin().open().host('tab', clock, new FakeBridge('v2'), []);
    const make = () => new BaseTabWorker(tokenFor('v2', clock), {}, { ...host, [missing]: () => undefined });
    expect(make).toThrowError(
      /This runtime has no .*: pass options\.(locks|BroadcastChannel), or use Worker in each tab/,
    );
  });

  it('says so on pages of plain http, too, which have no crypto.randomUUID', () => {
    const clock = new ManualClock();
    const host = new FakeOrigin().open().host('tab', clock, new FakeBridge('v2'), []);
    const tabName = () => {
      throw new TypeError('crypto.randomUUID is not a function');
    };
    const make = () => new BaseTabWorker(tokenFor('v2', clock), {}, { ...host, locks: () => undefined, tabName });
    expect(make).toThrowError(/This runtime has no Web Locks/);
  });
});
