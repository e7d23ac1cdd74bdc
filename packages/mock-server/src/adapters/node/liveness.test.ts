import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { watchLiveness } from './liveness.ts';

class Peer extends EventEmitter {
  readonly answers: boolean;
  pings = 0;
  terminated = false;
  constructor(answers: boolean) {
    super();
    this.answers = answers;
  }
  ping(): void {
    this.pings += 1;
    if (this.answers) this.emit('pong');
  }
  terminate(): void {
    this.terminated = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('ends a socket whose peer leaves two pings unanswered, and no other', () => {
  const [gone, there] = [new Peer(false), new Peer(true)];
  const stop = watchLiveness(new Set([gone, there]) as unknown as ReadonlySet<WebSocket>);
  vi.advanceTimersByTime(30_000);
  expect([gone.terminated, there.terminated]).toEqual([false, false]);
  vi.advanceTimersByTime(15_000);
  expect([gone.terminated, there.terminated]).toEqual([true, false]);
  expect(there.pings).toBe(3);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(there.pings).toBe(3);
});

it('spreads the pings over the time between two', () => {
  const peers = Array.from({ length: 300 }, () => new Peer(true));
  const stop = watchLiveness(new Set(peers) as unknown as ReadonlySet<WebSocket>);
  const pings = (): number => peers.reduce((sum, peer) => sum + peer.pings, 0);
  vi.advanceTimersByTime(100);
  expect(pings()).toBe(2);
  vi.advanceTimersByTime(14_900);
  expect(peers.map((peer) => peer.pings)).toEqual(Array(300).fill(1));
  vi.advanceTimersByTime(15_000);
  expect(peers.map((peer) => peer.pings)).toEqual(Array(300).fill(2));
  stop();
});
