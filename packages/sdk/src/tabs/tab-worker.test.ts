import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import {
  bareReservation,
  flattenedReservation,
  IDLE,
  nestedReservation,
  type ReservationState,
  restReservation,
  type Spelling,
  workerPayload,
} from '../../test-support/payloads.ts';
import { Tabs, type TabUnderTest } from '../../test-support/tabs-under-test.ts';
import { accessToken, capabilityToken, WK, WS } from '../../test-support/tokens.ts';
import { SERVER } from '../../test-support/worker-under-test.ts';

const OFFER: ReservationState = { sid: 'WR1', taskSid: 'WT1', status: 'pending', taskStatus: 'reserved', version: 0 };
const ACCEPTED: ReservationState = { ...OFFER, status: 'accepted', taskStatus: 'assigned', version: 1 };
const OWN = `Workspaces/${WS}/Workers/${WK}`;

function frame(spelling: Spelling, state: ReservationState): object {
  return spelling === 'v2' ? nestedReservation(state) : flattenedReservation(state);
}

/** Where a reservation is changed, and what the server answers. */
function update(spelling: Spelling, state: ReservationState): [route: string, answer: object] {
  return spelling === 'v2'
    ? [`POST ${OWN}/Reservations/${state.sid}`, bareReservation(state)]
    : [`POST Workspaces/${WS}/Tasks/${state.taskSid}/Reservations/${state.sid}`, restReservation(state)];
}

async function open(spelling: Spelling, count: number): Promise<{ tabs: Tabs; all: TabUnderTest[] }> {
  const tabs = new Tabs(spelling);
  const all: TabUnderTest[] = [];
  for (let index = 0; index < count; index += 1) all.push(await tabs.open());
  return { tabs, all };
}

function forget(all: readonly TabUnderTest[]): void {
  for (const { heard } of all) heard.length = 0;
}

async function offered(spelling: Spelling, count: number) {
  const { tabs, all } = await open(spelling, count);
  tabs.bridge.reservations = [OFFER];
  tabs.bridge.socket.send('reservation.created', frame(spelling, OFFER));
  await settled();
  return { tabs, all };
}

describe.each(['v1', 'v2'] as const)('tabs of one worker on %s', (spelling) => {
  it('have one socket, and each becomes ready', async () => {
    const { tabs, all } = await open(spelling, 3);
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
    const { tabs, all } = await offered(spelling, 3);
    for (const { heard, worker } of all) {
      expect(heard.filter((one) => one.startsWith('reservation'))).toEqual(['reservation.created WR1']);
      expect(worker.reservations.get('WR1')).toMatchObject({ status: 'pending' });
    }
    tabs.bridge.socket.send('reservation.created', frame(spelling, OFFER));
    await settled();
    expect(all.flatMap(({ heard }) => heard.filter((one) => one.startsWith('reservation')))).toHaveLength(3);
  });

  it('can each accept: the leader sends it, the state changes where it was called, the event comes to all', async () => {
    const { tabs, all } = await offered(spelling, 3);
    forget(all);
    const [leader, follower, other] = all as [TabUnderTest, TabUnderTest, TabUnderTest];
    const before = leader.used.requests;
    const [route, answer] = update(spelling, ACCEPTED);
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
    const { tabs, all } = await offered(spelling, 3);
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
    const { tabs, all } = await open(spelling, 2);
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
    const { tabs, all } = await open(spelling, 2);
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
    const { all } = await open(spelling, 2);
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
    const { tabs, all } = await offered(spelling, 3);
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
    const { tabs, all } = await open(spelling, 3);
    await tabs.clock.advance((spelling === 'v2' ? 30_000 : 60_000) + 2000);
    expect(all.map(({ worker }) => worker.state)).toEqual(['ready', 'ready', 'ready']);
    expect(tabs.bridge.sockets).toHaveLength(2);
    expect(tabs.bridge.sockets.map(({ open }) => open)).toEqual([false, true]);
  });

  it('a tab that missed a frame reads the state anew', async () => {
    const { tabs, all } = await open(spelling, 2);
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

describe.each(['v1', 'v2'] as const)('calls under way when the leading tab goes, on %s', (spelling) => {
  async function underWay() {
    const { tabs, all } = await offered(spelling, 2);
    const [leader, follower] = all as [TabUnderTest, TabUnderTest];
    const [route, answer] = update(spelling, ACCEPTED);
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
      remedy: 'Read the state before trying again: the server may have acted.',
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
    const { tabs, all } = await open(spelling, 2);
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
    const { tabs, all } = await open(spelling, 2);
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

describe('tokens of tabs', () => {
  const later = (tabs: Tabs, hours: number) => tabs.clock.now() / 1000 + hours * 3600;

  it.each(['v1', 'v2'] as const)('a follower’s updateToken reaches the leader, on %s', async (spelling) => {
    const { tabs, all } = await open(spelling, 2);
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
    const { tabs, all } = await open('v2', 2);
    all[1]?.worker.updateToken(accessToken(later(tabs, 5)));
    await settled();
    const kinds = tabs.origin.posted.filter((message) => JSON.stringify(message).includes('eyJ'));
    expect(new Set(kinds.map((message) => (message as { kind: string }).kind))).toEqual(
      new Set(['attach', 'request', 'token']),
    );
  });
});

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
    expect(tabs.console).toEqual(['A listener of "leader" threw. Catch errors inside the listener.']);
  });

  it('says when the platform refuses locks', async () => {
    const locks = { request: () => Promise.reject(new DOMException('no locks here', 'SecurityError')) };
    const made = await new Tabs('v2').open({ locks });
    await settled();
    expect(made.heard).toEqual(['error network']);
    expect(made.worker.state).toBe('waiting');
    await made.worker.disconnect();
  });
});
