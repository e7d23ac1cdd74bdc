import { BaseWorker } from '../src/entities/base-worker.ts';
import type { WorkerEvents } from '../src/entities/worker-events.ts';
import type { Host, Notice } from '../src/host.ts';
import type { WorkerOptions } from '../src/options.ts';
import { FakeBridge } from './fake-bridge.ts';
import { ManualClock, settled } from './manual-clock.ts';
import type { Spelling } from './payloads.ts';
import { accessToken, capabilityToken } from './tokens.ts';

const EVENTS = [
  'ready',
  'connected',
  'disconnected',
  'resynced',
  'token.expired',
  'activity.update',
  'attributes.update',
  'capacity.update',
  'channel.availability.update',
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
  'reservation.failed',
  'task.updated',
  'task.canceled',
  'task.completed',
  'task.wrapup',
] as const satisfies (keyof WorkerEvents)[];

export interface Rig {
  readonly clock: ManualClock;
  readonly bridge: FakeBridge;
  readonly worker: BaseWorker;
  /** Names of the events so far, in order; `error` with its code. */
  readonly heard: string[];
  readonly platform: FakePlatform;
  /** What would have gone to the console. */
  readonly console: string[];
}

export const SERVER = 'http://bridge.test:8787';

export function tokenFor(spelling: Spelling, clock: ManualClock, lifetimeMs = 3_600_000): string {
  const exp = (clock.now() + lifetimeMs) / 1000;
  return spelling === 'v2' ? accessToken(exp) : capabilityToken(exp);
}

/** The platform's notices, given by hand. */
export class FakePlatform {
  readonly #listeners = new Set<(notice: Notice) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  listen(heard: (notice: Notice) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  say(notice: Notice): void {
    for (const heard of this.#listeners) heard(notice);
  }
}

export function fakeHost(
  clock: ManualClock,
  bridge: FakeBridge,
  console: string[],
  platform = new FakePlatform(),
): Host {
  return {
    find: async (name) => bridge[name],
    clock,
    random: () => 0.5,
    notices: (heard) => platform.listen(heard),
    console: { error: (message) => console.push(message) },
  };
}

/** A worker on a bridge in memory, not yet connected: construction and connecting are a turn apart. */
export function rig(spelling: Spelling, options: WorkerOptions = {}, bridge = new FakeBridge(spelling)): Rig {
  const clock = new ManualClock();
  const heard: string[] = [];
  const console: string[] = [];
  const platform = new FakePlatform();
  const host = fakeHost(clock, bridge, console, platform);
  const worker = new BaseWorker(tokenFor(spelling, clock), { serverUrl: SERVER, ...options }, host);
  for (const name of EVENTS) worker.on(name, () => heard.push(name));
  worker.on('error', (error) => heard.push(`error ${error.code}`));
  return { clock, bridge, worker, heard, console, platform };
}

/** The same, ready, with the events of starting forgotten. */
export async function readyRig(
  spelling: Spelling,
  options: WorkerOptions = {},
  prepare: (bridge: FakeBridge) => void = () => undefined,
): Promise<Rig> {
  const bridge = new FakeBridge(spelling);
  prepare(bridge);
  const made = rig(spelling, options, bridge);
  await settled();
  if (made.worker.state !== 'ready') throw new Error(`not ready: ${made.worker.state}, heard ${made.heard.join(', ')}`);
  made.heard.length = 0;
  return made;
}
