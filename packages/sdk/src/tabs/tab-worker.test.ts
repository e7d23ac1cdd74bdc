import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import type { ReservationState } from '../../test-support/payloads.ts';
import {
  ACCEPTED,
  frame,
  OFFER,
  offeredTabs,
  openTabs,
  type TabUnderTest,
  updateOf,
} from '../../test-support/tabs-under-test.ts';

function forget(all: readonly TabUnderTest[]): void {
  for (const { heard } of all) heard.length = 0;
}

describe.each(['v1', 'v2'] as const)('tabs of one worker on %s', (spelling) => {
  it('have one socket, and each becomes ready', async () => {
    const { tabs, all } = await openTabs(spelling, 3);
    expect(tabs.bridge.sockets).toHaveLength(1);
    expect(all.map(({ worker }) => [worker.state, worker.isLeader, worker.friendlyName])).toEqual([
      ['ready', true, 'Alice'],
      ['ready', false, 'Alice'],
      ['ready', false, 'Alice'],
    ]);
    expect(all.map(({ heard }) => heard)).toEqual([['leader true elected', 'ready'], ['ready'], ['ready']]);
    expect(all.map(({ used }) => [used.sockets, used.requests > 0])).toEqual([
      [1, true],
      [0, false],
      [0, false],
    ]);
  });

  it('all see an offer, each with objects of its own, once', async () => {
    const { tabs, all } = await offeredTabs(spelling, 3);
    for (const { heard, worker } of all) {
      expect(heard.filter((one) => one.startsWith('reservation'))).toEqual(['reservation.created WR1']);
      expect(worker.reservations.get('WR1')).toMatchObject({ status: 'pending' });
    }
    tabs.bridge.socket.send('reservation.created', frame(spelling, OFFER));
    await settled();
    expect(all.flatMap(({ heard }) => heard.filter((one) => one.startsWith('reservation')))).toHaveLength(3);
  });

  it('can each accept: the leader sends it, the state changes where it was called, the event comes to all', async () => {
    const { tabs, all } = await offeredTabs(spelling, 3);
    forget(all);
    const [leader, follower, other] = all as [TabUnderTest, TabUnderTest, TabUnderTest];
    const before = leader.used.requests;
    const [route, answer] = updateOf(spelling, ACCEPTED);
    tabs.bridge.on(route, () => ({ payload: answer }));
    const reservation = follower.worker.reservations.get('WR1');
    await reservation?.accept();
    expect(reservation?.status).toBe('accepted');
    expect(other.worker.reservations.get('WR1')?.status).toBe('pending');
    expect([leader.used.requests - before, follower.used.requests]).toEqual([1, 0]);
    tabs.bridge.socket.send('reservation.accepted', frame(spelling, ACCEPTED));
    await settled();
    expect(all.map(({ heard }) => heard)).toEqual(all.map(() => ['reservation.accepted WR1']));
    expect(other.worker.reservations.get('WR1')?.status).toBe('accepted');
  });

  it('lose and repeat nothing when the leading tab crashes', async () => {
    const { tabs, all } = await offeredTabs(spelling, 3);
    const [leader, ...others] = all as [TabUnderTest, TabUnderTest, TabUnderTest];
    const known = others.map(({ worker }) => worker.reservations.get('WR1'));
    forget(all);
    const missed: ReservationState = { ...OFFER, sid: 'WR2', taskSid: 'WT2' };
    tabs.bridge.reservations = [OFFER, missed];
    leader.tab.crash();
    await settled();
    expect(tabs.bridge.sockets).toHaveLength(2);
    expect(others.map(({ worker }) => [worker.state, worker.isLeader])).toEqual([
      ['ready', true],
      ['ready', false],
    ]);
    for (const { heard } of others) {
      expect(heard.filter((one) => !one.startsWith('leader'))).toEqual([
        'disconnected',
        'ready',
        'reservation.created WR2',
        'resynced',
      ]);
    }
    expect(others.map(({ worker }) => worker.reservations.get('WR1'))).toEqual(known);
  });

  it('hand leadership over when the leading tab disconnects; it leaves nothing behind', async () => {
    const { tabs, all } = await openTabs(spelling, 2);
    forget(all);
    const [leader, follower] = all as [TabUnderTest, TabUnderTest];
    await leader.worker.disconnect();
    await settled();
    expect(leader.worker.state).toBe('stopped');
    expect(leader.heard).toEqual(['disconnected', 'leader false withdrew']);
    expect(tabs.bridge.sockets[0]?.closedByClient).toBe(true);
    expect(follower.worker).toMatchObject({ state: 'ready', isLeader: true });
    expect(follower.heard).toEqual(['disconnected', 'leader true elected', 'ready', 'resynced']);
    await follower.worker.disconnect();
    await settled();
    expect([tabs.clock.pending, tabs.origin.channels, tabs.origin.locks.held]).toEqual([0, 0, 0]);
    expect(tabs.bridge.sockets.every(({ closedByClient }) => closedByClient)).toBe(true);
  });

  it('come back by connect(), after every tab had gone', async () => {
    const { tabs, all } = await openTabs(spelling, 2);
    for (const { worker } of all) await worker.disconnect();
    for (const { worker } of [...all].reverse()) worker.connect();
    await settled();
    expect(all.map(({ worker }) => [worker.state, worker.isLeader])).toEqual([
      ['ready', false],
      ['ready', true],
    ]);
    expect(tabs.bridge.sockets.filter((socket) => socket.open)).toHaveLength(1);
  });

  it('a page put to sleep gives leadership away, and may lead again when it wakes', async () => {
    const { all } = await openTabs(spelling, 2);
    const [first, second] = all as [TabUnderTest, TabUnderTest];
    first.tab.say('asleep');
    await settled();
    expect(all.map(({ worker }) => [worker.state, worker.isLeader])).toEqual([
      ['ready', false],
      ['ready', true],
    ]);
    first.tab.say('awake');
    second.tab.crash();
    await settled();
    expect(first.worker).toMatchObject({ state: 'ready', isLeader: true });
  });

  it('replace a leader that hangs, and do not heed it when it wakes', async () => {
    const { tabs, all } = await offeredTabs(spelling, 3);
    const [leader, ...others] = all as [TabUnderTest, TabUnderTest, TabUnderTest];
    forget(all);
    leader.tab.hang();
    await tabs.clock.advance((spelling === 'v2' ? 30_000 : 60_000) + 11_000);
    expect(others.map(({ worker }) => worker.state)).toEqual(['ready', 'ready']);
    expect(others.filter(({ worker }) => worker.isLeader)).toHaveLength(1);
    leader.tab.wake();
    await settled();
    await tabs.clock.advance(2000);
    expect(all.filter(({ worker }) => worker.isLeader)).toHaveLength(1);
    expect(leader.worker).toMatchObject({ isLeader: false, state: 'ready' });
    expect(leader.heard).toContain('leader false replaced');
    expect(tabs.bridge.sockets.filter(({ open }) => open)).toHaveLength(1);
    tabs.bridge.reservations = [ACCEPTED];
    tabs.bridge.socket.send('reservation.accepted', frame(spelling, ACCEPTED));
    await settled();
    for (const { heard } of all) {
      expect(heard.filter((one) => one.startsWith('reservation'))).toEqual(['reservation.accepted WR1']);
    }
  });

  it('a half-open socket is found by all and replaced once', async () => {
    const { tabs, all } = await openTabs(spelling, 3);
    await tabs.clock.advance((spelling === 'v2' ? 30_000 : 60_000) + 2000);
    expect(all.map(({ worker }) => worker.state)).toEqual(['ready', 'ready', 'ready']);
    expect(tabs.bridge.sockets).toHaveLength(2);
    expect(tabs.bridge.sockets.map(({ open }) => open)).toEqual([false, true]);
  });

  it('a tab that missed a frame reads the state anew', async () => {
    const { tabs, all } = await openTabs(spelling, 2);
    forget(all);
    tabs.origin.loses = (message) => (message as { kind: string }).kind === 'frame';
    tabs.bridge.reservations = [OFFER];
    tabs.bridge.socket.send('reservation.created', frame(spelling, OFFER));
    await settled();
    const [leader, follower] = all as [TabUnderTest, TabUnderTest];
    expect([leader.heard, follower.heard]).toEqual([['reservation.created WR1'], []]);
    tabs.origin.loses = () => false;
    tabs.bridge.socket.sendText(' ');
    await settled();
    await tabs.clock.advance(1000);
    expect(follower.heard).toEqual(['disconnected', 'ready', 'reservation.created WR1', 'resynced']);
    expect(tabs.bridge.sockets).toHaveLength(1);
  });
});
