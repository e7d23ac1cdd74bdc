import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { createProbe } from './liveness.ts';

class Peer extends EventEmitter {
  answers: boolean;
  pings = 0;
  terminated = false;
  private readonly probe: () => void;

  constructor(answers: boolean) {
    super();
    this.answers = answers;
    this.probe = createProbe(this as unknown as WebSocket);
  }

  /** Pings so far after each of so many calls. */
  probed(times: number): number[] {
    return Array.from({ length: times }, () => {
      this.probe();
      return this.pings;
    });
  }

  ping(): void {
    this.pings += 1;
    if (this.answers) this.emit('pong');
  }

  terminate(): void {
    this.terminated = true;
  }
}

it('pings a peer that answers at every second call', () => {
  const peer = new Peer(true);
  expect(peer.probed(8)).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
  expect(peer.terminated).toBe(false);
});

it('pings a peer that does not answer at each call, and ends its socket after two pings', () => {
  const peer = new Peer(false);
  expect(peer.probed(3)).toEqual([0, 1, 2]);
  expect(peer.terminated).toBe(false);
  expect(peer.probed(1)).toEqual([2]);
  expect(peer.terminated).toBe(true);
});

it('begins anew with a peer that answers late', () => {
  const peer = new Peer(false);
  peer.probed(3);
  peer.answers = true;
  peer.emit('pong');
  expect(peer.probed(4)).toEqual([2, 3, 3, 4]);
  expect(peer.terminated).toBe(false);
});
