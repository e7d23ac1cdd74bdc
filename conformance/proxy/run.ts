import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { type Reservation, Worker } from '@taskbay/sdk';
import type { Told } from '../chaos/agent.ts';
import { disorder, duplicates, historiesOf, lostEnds } from '../chaos/findings.ts';
import { pick, type Random, seeded } from '../chaos/random.ts';
import { oneAgentDesk } from '../support/one-agent-desk.ts';
import { sidOf, workspaceOf } from '../support/workspace.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const SEED = oneAgentDesk({ name: 'Proxy', capacity: 4 });

/** After what the connections are cut. Which byte that hits is up to the machine, so a run cannot be played again. */
const MOMENTS = ['at once', 'connected', 'ready', 'offered', 'commanded'] as const;

const EVENTS = ['created', 'accepted', 'rejected', 'timeout', 'canceled', 'rescinded', 'wrapup', 'completed'] as const;

export interface CutsReport {
  readonly cuts: number;
  /** TCP connections that were lost altogether. */
  readonly connections: number;
  readonly offers: number;
  readonly findings: readonly string[];
}

/** An agent at work behind a proxy that resets all its connections again and again. */
export async function cutThroughProxy(kind: 'access' | 'capability', cuts: number): Promise<CutsReport> {
  await using server = await startMockServer({ seed: SEED });
  await using proxy = await startTcpProxy(server.url);
  const token = await server.token({ worker: 'alice', kind });
  const worker = new Worker(token, { serverUrl: proxy.url, random: () => 0 });
  worker.on('error', () => undefined);
  const desk = new Desk(worker);
  await worker.whenReady();
  let connections = 0;
  const random = seeded(cuts);
  for (let cut = 0; cut < cuts; cut += 1) {
    await newTask(server);
    connections += await cutAt(pick(random, MOMENTS), { worker, desk, proxy, random });
  }
  const workspace = workspaceOf(server);
  await worker.whenReady();
  await desk.done(cuts);
  const journal = await server.journal({ workspace: workspace.sid });
  const histories = historiesOf(journal, sidOf(workspace.workers, 'alice'));
  const { told } = desk;
  await worker.disconnect();
  const offered = new Set(told.map(({ sid }) => sid));
  return {
    cuts,
    connections,
    offers: histories.size,
    findings: [
      ...duplicates(told),
      ...disorder(told, new Set()),
      ...lostEnds(told, new Set(), new Set(), histories),
      ...[...histories.keys()].filter((sid) => !offered.has(sid)).map((sid) => `lost offer: ${sid}`),
    ],
  };
}

interface Scene {
  readonly worker: Worker;
  readonly desk: Desk;
  readonly proxy: TcpProxy;
  readonly random: Random;
}

async function cutAt(moment: (typeof MOMENTS)[number], { worker, desk, proxy, random }: Scene): Promise<number> {
  const next = (name: 'connected' | 'ready') => new Promise<unknown>((resolve) => worker.once(name, resolve));
  let before = 0;
  switch (moment) {
    case 'at once':
      break;
    case 'connected':
    case 'ready': {
      const there = next(moment);
      before = proxy.cut();
      await there;
      break;
    }
    case 'offered':
      await desk.seen((type) => type === 'created');
      break;
    case 'commanded':
      await desk.commanded();
      break;
  }
  for (let turn = Math.floor(random() * 8); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
  return before + proxy.cut();
}

/** Accepts and completes whatever it is offered, as often as it takes. */
class Desk {
  readonly told: Told[] = [];
  readonly #worker: Worker;
  readonly #completed = new Set<string>();
  readonly #busy = new Set<string>();
  #waiting: { readonly wanted: (type: string) => boolean; readonly resolve: () => void }[] = [];

  constructor(worker: Worker) {
    this.#worker = worker;
    for (const event of EVENTS) {
      worker.on(`reservation.${event}`, ({ sid, version = null }) => {
        this.told.push({ type: `reservation.${event}`, sid, version });
        if (event === 'completed') this.#completed.add(sid);
        this.#note(event);
        this.#work();
      });
    }
    worker.on('resynced', () => this.#work());
  }

  /** Resolves with the next event of a kind. */
  seen(wanted: (type: string) => boolean): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  /** Resolves when the next command has been sent. */
  commanded(): Promise<void> {
    return this.seen((type) => type === 'command');
  }

  /** Resolves when so many reservations have been told to be completed. */
  async done(count: number): Promise<void> {
    while (this.#completed.size < count) await this.seen((type) => type === 'completed');
  }

  #work(): void {
    for (const reservation of this.#worker.reservations.values()) {
      if (this.#busy.has(reservation.sid)) continue;
      this.#busy.add(reservation.sid);
      this.#step(reservation)
        // Lost with its connection: carried out or not, the next look tells.
        .catch(() => undefined)
        .finally(() => {
          this.#busy.delete(reservation.sid);
          if (this.#worker.state === 'ready') this.#work();
        });
      this.#note('command');
    }
  }

  async #step(reservation: Reservation): Promise<void> {
    if (reservation.status === 'pending') await reservation.accept();
    else if (reservation.status === 'accepted') await reservation.complete();
  }

  #note(type: string): void {
    const reached = this.#waiting.filter(({ wanted }) => wanted(type));
    this.#waiting = this.#waiting.filter(({ wanted }) => !wanted(type));
    for (const { resolve } of reached) resolve();
  }
}

async function newTask(server: MockServer): Promise<void> {
  const { accountSid, authToken } = server.ready;
  const response = await fetch(`${server.url}/v1/Workspaces/${workspaceOf(server).sid}/Tasks`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    body: new URLSearchParams(),
  });
  if (response.status !== 201) throw new Error(`A task was refused with ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}
