import type { InProcessServer } from '@taskbay/mock-server';
import { type Reservation, TaskbayError, Worker } from '@taskbay/sdk';
import { RESERVATION_EVENTS } from '../support/event-names.ts';
import type { Link } from './link.ts';
import { between, type Random } from './random.ts';

const TASK_EVENTS = ['task.updated', 'task.canceled', 'task.completed', 'task.wrapup'] as const;
const WORKER_EVENTS = ['activity.update', 'attributes.update'] as const;

/** What an application was told, with the version it saw; null where the wire has none. */
export interface Told {
  readonly type: string;
  readonly sid: string;
  readonly version: number | null;
}

export interface AgentParts {
  readonly name: string;
  readonly kind: 'access' | 'capability';
  readonly server: InProcessServer;
  readonly link: Link;
  readonly random: Random;
  readonly available: string;
}

/** An agent desktop as one writes it with the SDK: takes offers, works on them, and comes back when taken offline. */
export class Agent {
  readonly name: string;
  readonly kind: AgentParts['kind'];
  readonly link: Link;
  readonly told: Told[] = [];
  /** Reservations that were there at the first `ready`, which nobody announces. */
  readonly found = new Set<string>();
  /** Reservations that the server no longer knew after a reconnect. */
  readonly gone = new Set<string>();
  /** Codes of errors that calls were rejected with, and of `error` events, with their number. */
  readonly problems = new Map<string, number>();
  readonly #parts: AgentParts;
  readonly #planned = new Set<string>();
  #worker: Worker | undefined;
  #tokens = 0;

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.kind = parts.kind;
    this.link = parts.link;
  }

  get worker(): Worker {
    if (this.#worker === undefined) throw new Error(`${this.name} has not begun`);
    return this.#worker;
  }

  /** Connects and begins to work. */
  async begin(): Promise<void> {
    const { server, link, random } = this.#parts;
    const worker = new Worker(await this.#mint(), {
      serverUrl: server.url,
      clock: server.clock,
      fetch: link.fetch,
      WebSocket: link.WebSocket,
      random,
      getToken: () => this.#newToken(),
    });
    this.#worker = worker;
    link.isReading = () => worker.state === 'starting';
    this.#listen(worker);
  }

  #listen(worker: Worker): void {
    let first = true;
    worker.on('ready', () => {
      this.link.noteReady();
      for (const { sid } of first ? worker.reservations.values() : []) this.found.add(sid);
      first = false;
      this.#work();
    });
    worker.on('resynced', ({ gone }) => {
      for (const sid of gone) this.gone.add(sid);
      this.#work();
    });
    worker.on('error', ({ code }) => this.#note(`error ${code}`));
    for (const type of RESERVATION_EVENTS) {
      worker.on(type, ({ sid, version = null }) => this.told.push({ type, sid, version }));
    }
    for (const type of TASK_EVENTS)
      worker.on(type, ({ sid, version = null }) => this.told.push({ type, sid, version }));
    for (const type of WORKER_EVENTS) {
      worker.on(type, ({ sid, version = null }) => this.told.push({ type, sid: sid ?? '', version }));
    }
    worker.on('reservation.created', () => this.#work());
    worker.on('activity.update', () => this.#work());
  }

  /** Sees to everything that nobody sees to yet. */
  #work(): void {
    for (const { sid } of this.worker.reservations.values()) this.#later(sid, () => this.#handle(sid));
    if (!this.worker.available) this.#later('activity', () => this.#comeBack());
  }

  #later(what: string, run: () => Promise<unknown> | undefined): void {
    if (this.#planned.has(what)) return;
    this.#planned.add(what);
    const { server, random } = this.#parts;
    server.clock.setTimeout(
      () => {
        this.#planned.delete(what);
        // Whatever came of it, a look at what is left follows. Not awaited: the answer takes server time.
        void run()
          ?.catch((error: unknown) => this.#note(error instanceof TaskbayError ? error.code : String(error)))
          .then(() => this.#work());
      },
      between(random, 500, 15_000),
    );
  }

  #handle(sid: string): Promise<unknown> | undefined {
    const reservation = this.worker.reservations.get(sid);
    if (reservation === undefined) return undefined;
    return this.#step(reservation);
  }

  #step(reservation: Reservation): Promise<unknown> | undefined {
    const dice = this.#parts.random();
    switch (reservation.status) {
      case 'pending':
        if (dice < 0.7) return reservation.accept();
        // The others time out.
        return dice < 0.85 ? reservation.reject() : undefined;
      case 'accepted':
        return dice < 0.5 ? reservation.wrap() : reservation.task.complete('done');
      case 'wrapping':
        return reservation.complete();
      default:
        return undefined;
    }
  }

  #comeBack(): Promise<unknown> | undefined {
    return this.worker.available ? undefined : this.worker.updateActivity(this.#parts.available);
  }

  /** From a back end that takes its time and is sometimes not there. */
  #newToken(): Promise<string> {
    const { server, link } = this.#parts;
    link.renewing();
    return new Promise((resolve, reject) => {
      const answer = async (): Promise<void> => {
        if (link.schedule.oddly(0.2)) reject(new Error('The back end is not there'));
        else resolve(await this.#mint());
      };
      server.clock.setTimeout(answer, link.schedule.latency());
    });
  }

  /** The wall clock stands, so that only the lifetime tells one token from another. */
  #mint(): Promise<string> {
    this.#tokens += 1;
    const ttl = 70 + (this.#tokens % 10_000);
    return this.#parts.server.token({ worker: this.name, kind: this.kind, ttl });
  }

  #note(problem: string): void {
    this.problems.set(problem, (this.problems.get(problem) ?? 0) + 1);
  }
}
