import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import { openTabs, Tabs } from '../../test-support/tabs-under-test.ts';
import { accessToken, capabilityToken } from '../../test-support/tokens.ts';

describe('tokens of tabs', () => {
  const later = (tabs: Tabs, hours: number) => tabs.clock.now() / 1000 + hours * 3600;

  it.each(['v1', 'v2'] as const)('a follower’s updateToken reaches the leader, on %s', async (spelling) => {
    const { tabs, all } = await openTabs(spelling, 2);
    const exp = later(tabs, 5);
    const token = spelling === 'v2' ? accessToken(exp) : capabilityToken(exp);
    all[1]?.worker.updateToken(token);
    await settled();
    await all[0]?.worker.fetchActivities();
    expect(tabs.bridge.requests.at(-1)?.token).toBe(token);
  });

  it('revives a leader whose token had ended', async () => {
    const tabs = new Tabs('v2');
    const first = await tabs.open();
    const second = await tabs.open({}, accessToken(later(tabs, 2)));
    tabs.bridge.socket.send('tokenExpired', {});
    tabs.bridge.socket.drop(4001, 'Token expired');
    await settled();
    await tabs.clock.advance(1000);
    expect(first.heard.slice(-2)).toEqual(['token.expired', 'disconnected']);
    expect(first.worker).toMatchObject({ state: 'stopped', isLeader: true });
    expect(second.worker.state).toBe('ready');
    expect(second.heard).not.toContain('token.expired');
    second.worker.updateToken(accessToken(later(tabs, 3)));
    await settled();
    expect(first.worker.state).toBe('ready');
    expect(tabs.bridge.sockets.filter(({ open }) => open)).toHaveLength(1);
  });

  it('each tab’s getToken renews its own, and one that came later is told what its own has left', async () => {
    const tabs = new Tabs('v2');
    await tabs.open();
    await beating(tabs, 30);
    const asked: number[] = [];
    const getToken = async () => {
      asked.push(tabs.clock.now());
      return accessToken(later(tabs, 2));
    };
    const second = await tabs.open({ getToken }, accessToken(later(tabs, 1)));
    const begin = tabs.clock.now();
    await beating(tabs, 58);
    expect(asked).toEqual([]);
    await beating(tabs, 2);
    expect(asked).toEqual([begin + 59 * 60_000]);
    expect(second.worker.state).toBe('ready');
  });

  async function beating(tabs: Tabs, minutes: number): Promise<void> {
    for (let quarter = 0; quarter < minutes * 4; quarter += 1) {
      await tabs.clock.advance(15_000);
      tabs.bridge.socket.sendText(' ');
      await settled();
    }
  }

  it('stand in no message but those of attaching, requests and updateToken', async () => {
    const { tabs, all } = await openTabs('v2', 2);
    all[1]?.worker.updateToken(accessToken(later(tabs, 5)));
    await settled();
    const kinds = tabs.origin.posted.filter((message) => JSON.stringify(message).includes('eyJ'));
    expect(new Set(kinds.map((message) => (message as { kind: string }).kind))).toEqual(
      new Set(['attach', 'request', 'token']),
    );
  });
});
