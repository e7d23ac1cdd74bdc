import { type InProcessServer, startMockServer } from '@taskbay/mock-server';
import { pairDesk } from '../support/pair-desk.ts';
import { sidOf, workspaceOf } from '../support/workspace.ts';

export const WORKERS = ['alice', 'bob', 'carol', 'dave'] as const;

const SEED = pairDesk({
  name: 'Chaos',
  queue: { name: 'Everyone', targetWorkers: '1==1' },
  taskReservationTimeout: 40,
  workers: WORKERS.map((name) => ({
    name,
    attributes: { shift: 0 },
    channels: { default: { capacity: 5, available: true } },
  })),
});

/** The wall clock of a run: tokens are minted on it, and it has to be the same in every run. */
const NOW = '2026-03-01T12:00:00Z';

/** What agents were told is held against all of it: more lines than the longest run writes. */
const JOURNAL_LINES = 10_000_000;

/** A server in process that gives the same bytes for the same seed. */
export function startWorld(seed: number): Promise<InProcessServer> {
  return startMockServer({ listen: false, seed: SEED, now: NOW, randomSeed: seed, journalLines: JOURNAL_LINES });
}

/** Runs something while the machine's clock stands: nothing but the server's clock moves then. */
export async function onStandingWallClock<T>(run: () => Promise<T>): Promise<T> {
  const real = Date.now;
  Date.now = () => Date.parse(NOW);
  try {
    return await run();
  } finally {
    Date.now = real;
  }
}

/** REST calls of a back end whose network has no faults. */
export class BackEnd {
  readonly #server: InProcessServer;
  readonly #authorization: string;
  readonly workspace: ReturnType<typeof workspaceOf>;

  constructor(server: InProcessServer) {
    this.#server = server;
    this.workspace = workspaceOf(server);
    this.#authorization = `Basic ${btoa(`${server.ready.accountSid}:${server.ready.authToken}`)}`;
  }

  activity(name: 'Offline' | 'Available' | 'Break'): string {
    return sidOf(this.workspace.activities, name);
  }

  worker(name: string): string {
    return sidOf(this.workspace.workers, name);
  }

  /** Below the workspace; resolves with the status and the parsed answer. */
  async call(path: string, form?: Readonly<Record<string, string>>): Promise<{ status: number; body: RestBody }> {
    const response = await this.#server.fetch(`${this.#server.url}/v1/Workspaces/${this.workspace.sid}/${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      headers: { authorization: this.#authorization, 'content-type': 'application/x-www-form-urlencoded' },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    return { status: response.status, body: (await response.json()) as RestBody };
  }
}

export type RestBody = Readonly<Record<string, unknown>>;
