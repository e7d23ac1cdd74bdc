import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { FakeSocket } from '../../test-support/fake-socket.ts';
import { ManualClock, settled } from '../../test-support/manual-clock.ts';
import { fakeHost } from '../../test-support/worker-under-test.ts';
import { resolvePorts } from '../options.ts';
import { Connection } from './connection.ts';
import { type ConnectionState, type InputKind, transition } from './machine.ts';

const STATES: readonly ConnectionState[] = ['idle', 'connecting', 'starting', 'ready', 'waiting', 'stopped'];
const INPUTS: readonly InputKind[] = ['start', 'renew', 'opened', 'synchronised', 'lost', 'retry', 'halt'];
const HOLDS_SOCKET: readonly ConnectionState[] = ['connecting', 'starting', 'ready'];

/** What leads to each state from the beginning. */
const WAYS: Record<ConnectionState, readonly InputKind[]> = {
  idle: [],
  connecting: ['start'],
  starting: ['start', 'opened'],
  ready: ['start', 'opened', 'synchronised'],
  waiting: ['start', 'lost'],
  stopped: ['start', 'halt'],
};

const steps = STATES.flatMap((from) =>
  INPUTS.flatMap((input) => {
    const to = transition(from, input);
    return to === undefined ? [] : [{ from, input, to }];
  }),
);

describe('the connection table', () => {
  it('leaves no state it cannot halt, and stops nowhere else for good', () => {
    for (const from of STATES) if (from !== 'stopped') expect(transition(from, 'halt')).toBe('stopped');
    expect(transition('stopped', 'start')).toBe('connecting');
  });

  it('ignores what comes late', () => {
    expect(transition('stopped', 'retry')).toBeUndefined();
    expect(transition('stopped', 'opened')).toBeUndefined();
    expect(transition('waiting', 'lost')).toBeUndefined();
    expect(transition('ready', 'start')).toBeUndefined();
  });
});

/** A connection in a state, with the sockets it opened and the goodbyes it said. */
async function connectionIn(state: ConnectionState) {
  const clock = new ManualClock();
  const sockets: FakeSocket[] = [];
  const letGo: string[] = [];
  class Counted extends FakeSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
      Object.assign(this, { terminate: () => letGo.push('dead'), close: () => letGo.push('goodbye') });
    }
  }
  const ports = resolvePorts({ WebSocket: Counted, clock }, fakeHost(clock, new FakeBridge('v2'), []));
  const connection = new Connection(ports, 30_000, {
    socketUrl: () => 'ws://a',
    lost: () => undefined,
    changed: () => undefined,
    received: () => undefined,
    refused: () => undefined,
  });
  const feed = async (input: InputKind) => {
    connection.feed(input, 'started', input);
    await settled();
  };
  for (const input of WAYS[state]) await feed(input);
  expect(connection.state).toBe(state);
  const before = sockets.length;
  letGo.length = 0;
  return { feed, clock, letGo, opened: () => sockets.length - before };
}

describe('a connection', () => {
  it.each(steps)('$from + $input → $to opens and lets go of what it must', async ({ from, input, to }) => {
    const { feed, clock, letGo, opened } = await connectionIn(from);
    await feed(input);
    expect(opened()).toBe(to === 'connecting' ? 1 : 0);
    const lets = HOLDS_SOCKET.includes(from) && (!HOLDS_SOCKET.includes(to) || to === 'connecting');
    expect(letGo).toEqual(lets ? [to === 'waiting' ? 'dead' : 'goodbye'] : []);
    // One timer while a socket is there or wanted: its silence, or the pause before the next attempt.
    expect(clock.pending).toBe(to === 'idle' || to === 'stopped' ? 0 : 1);
  });
});
