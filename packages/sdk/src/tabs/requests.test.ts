import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import { IDLE, workerPayload } from '../../test-support/payloads.ts';
import { ACCEPTED, offeredTabs, openTabs, type TabUnderTest, updateOf } from '../../test-support/tabs-under-test.ts';
import { WK, WS } from '../../test-support/tokens.ts';

const OWN = `Workspaces/${WS}/Workers/${WK}`;

describe.each(['v1', 'v2'] as const)('calls under way when the leading tab goes, on %s', (spelling) => {
  async function underWay() {
    const { tabs, all } = await offeredTabs(spelling, 2);
    const [leader, follower] = all as [TabUnderTest, TabUnderTest];
    const [route, answer] = updateOf(spelling, ACCEPTED);
    const release = tabs.bridge.hold(route, () => ({ payload: answer }));
    const accepting = follower.worker.reservations.get('WR1')?.accept();
    await settled();
    return { tabs, leader, follower, release, accepting };
  }

  it('end with leader_lost when it crashed: the outcome is not known', async () => {
    const { leader, accepting } = await underWay();
    leader.tab.crash();
    await expect(accepting).rejects.toMatchObject({
      code: 'leader_lost',
      remedy: 'Read the state first',
    });
  });

  it('are answered when it disconnects in order', async () => {
    const { leader, follower, release, accepting } = await underWay();
    let left = false;
    const leaving = leader.worker.disconnect().then(() => {
      left = true;
    });
    await settled();
    expect(follower.worker).toMatchObject({ isLeader: true, state: 'ready' });
    expect(left).toBe(false);
    release();
    expect((await accepting)?.status).toBe('accepted');
    await leaving;
  });

  it('are repeated when they only read', async () => {
    const { tabs, all } = await openTabs(spelling, 2);
    const [leader, follower] = all as [TabUnderTest, TabUnderTest];
    const route = `GET Workspaces/${WS}/Activities`;
    tabs.bridge.hold(route, () => ({ status: 500 }));
    const reading = follower.worker.fetchActivities();
    await settled();
    tabs.bridge.usually(route);
    leader.tab.crash();
    expect((await reading).map(({ sid }) => sid)).toContain(IDLE);
  });

  it('can be given up, in the leading tab too', async () => {
    const { tabs, all } = await openTabs(spelling, 2);
    const follower = all[1] as TabUnderTest;
    tabs.bridge.hold(`POST ${OWN}`, () => ({ payload: workerPayload(spelling) }));
    const abort = new AbortController();
    const moving = follower.worker.updateActivity(IDLE, { signal: abort.signal });
    await settled();
    abort.abort();
    await expect(moving).rejects.toMatchObject({ code: 'aborted' });
    await settled();
    expect(tabs.origin.posted.at(-1)).toMatchObject({ kind: 'abort', tab: follower.name });
  });
});
