import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { settled } from '../../test-support/manual-clock.ts';
import {
  flattenedReservation,
  nestedReservation,
  type ReservationState,
  type Spelling,
} from '../../test-support/payloads.ts';
import { type Rig, rig } from '../../test-support/worker-under-test.ts';
import type { WorkerEvents } from './worker-events.ts';

const CUTS = 200;
const SEEDS = [1, 2, 3, 4, 5, 6];
const ENDS = ['rejected', 'timeout', 'canceled', 'rescinded'] as const;
const TYPES: Readonly<Record<ReservationState['status'], keyof WorkerEvents>> = {
  pending: 'reservation.created',
  accepted: 'reservation.accepted',
  wrapping: 'reservation.wrapup',
  completed: 'reservation.completed',
  rejected: 'reservation.rejected',
  timeout: 'reservation.timeout',
  canceled: 'reservation.canceled',
  rescinded: 'reservation.rescinded',
};

/** Numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed * 2_654_435_769;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A server that offers and moves reservations, on a network that loses what it likes. */
class Chaos {
  readonly #rig: Rig;
  readonly #random: () => number;
  #mute = false;
  #made = 0;
  cuts = 0;

  constructor(made: Rig, random: () => number) {
    this.#rig = made;
    this.#random = random;
  }

  async step(): Promise<void> {
    const { bridge, clock } = this.#rig;
    const dice = this.#random();
    if (dice < 0.25) this.#offer();
    else if (dice < 0.6) this.#move();
    else if (dice < 0.7) this.#cut();
    else if (dice < 0.73) this.#mute = true;
    else if (dice < 0.78) bridge.acceptsSockets = !bridge.acceptsSockets;
    else if (dice < 0.85) bridge.failing = this.#random() < 0.5;
    else {
      if (!bridge.acceptsSockets) bridge.sockets.at(-1)?.drop();
      if (!this.#mute) bridge.sockets.at(-1)?.sendText(' ');
      await clock.advance(Math.round(this.#random() * 12_000));
    }
    // Some steps fall between the promises of what is under way: cuts at every phase.
    if (this.#random() < 0.4) await settled();
    else for (let turns = Math.floor(this.#random() * 6); turns > 0; turns -= 1) await Promise.resolve();
  }

  /** The network heals: what is lost by now must be found again. */
  async calm(): Promise<void> {
    const { bridge, clock, worker } = this.#rig;
    bridge.acceptsSockets = true;
    bridge.failing = false;
    if (worker.state !== 'ready') bridge.sockets.at(-1)?.drop();
    for (let round = 0; round < 12; round += 1) {
      if (!this.#mute) bridge.sockets.at(-1)?.sendText(' ');
      await clock.advance(14_000);
      if (worker.state !== 'ready') this.#mute = false;
    }
  }

  #offer(): void {
    this.#made += 1;
    const name = String(this.#made);
    const made = {
      sid: `WR${name}`,
      taskSid: `WT${name}`,
      status: 'pending',
      taskStatus: 'reserved',
      version: 0,
    } as const;
    this.#rig.bridge.reservations.push(made);
    this.#push(made);
  }

  #move(): void {
    const { reservations } = this.#rig.bridge;
    const live = reservations.filter(({ status }) => ['pending', 'accepted', 'wrapping'].includes(status));
    const one = live[Math.floor(this.#random() * live.length)];
    if (one === undefined) return;
    const moved = this.#after(one);
    reservations[reservations.indexOf(one)] = moved;
    this.#push(moved);
  }

  #after(one: ReservationState): ReservationState {
    const version = one.version + 1;
    if (one.status === 'accepted') return { ...one, status: 'wrapping', taskStatus: 'wrapping', version };
    if (one.status === 'wrapping') return { ...one, status: 'completed', taskStatus: 'completed', version };
    const end = ENDS[Math.floor(this.#random() * 8)];
    if (end !== undefined) return { ...one, status: end, taskStatus: 'pending', version };
    return { ...one, status: 'accepted', taskStatus: 'assigned', version };
  }

  #push(state: ReservationState): void {
    const { bridge } = this.#rig;
    const socket = bridge.sockets.at(-1);
    if (this.#mute || socket?.open !== true) return;
    socket.send(TYPES[state.status], bridge.spelling === 'v2' ? nestedReservation(state) : flattenedReservation(state));
  }

  #cut(): void {
    this.#mute = false;
    this.cuts += 1;
    this.#rig.bridge.sockets.at(-1)?.drop();
  }
}

async function run(spelling: Spelling, seed: number) {
  const random = seeded(seed);
  const bridge = new FakeBridge(spelling);
  const made = rig(spelling, { random }, bridge);
  const told: string[] = [];
  for (const name of Object.values(TYPES)) {
    made.worker.on(name, (argument) => told.push(`${name} ${(argument as { sid: string }).sid}`));
  }
  await settled();
  const chaos = new Chaos(made, random);
  while (chaos.cuts < CUTS) await chaos.step();
  await chaos.calm();
  return { ...made, told };
}

describe.each(['v1', 'v2'] as const)('a network that loses what it likes, on %s', (spelling) => {
  it.each(SEEDS)('costs no offer and doubles no event (seed %i)', async (seed) => {
    const { worker, bridge, told, clock } = await run(spelling, seed);
    expect(worker.state).toBe('ready');
    const live = bridge.reservations.filter(({ status }) => ['pending', 'accepted', 'wrapping'].includes(status));
    const held = [...worker.reservations.values()].map(({ sid, status }) => `${sid} ${status}`);
    expect(held.sort()).toEqual(live.map(({ sid, status }) => `${sid} ${status}`).sort());
    expect(told.filter((event, index) => told.indexOf(event) !== index)).toEqual([]);
    expect(live.filter(({ sid }) => !told.includes(`reservation.created ${sid}`))).toEqual([]);
    const introduced = new Set<string>();
    for (const event of told) {
      const [name, sid = ''] = event.split(' ');
      if (name === 'reservation.created') introduced.add(sid);
      else expect(introduced, `${event} before its offer`).toContain(sid);
    }
    const ends = told.filter((event) => !/created|accepted|wrapup/.test(event));
    expect(ends.length).toBeGreaterThan(20);
    await worker.disconnect();
    expect(clock.pending).toBe(0);
  });
});
