import type { MockServer } from '../../../src/index.ts';
import {
  comeAndGo,
  garbageFrames,
  garbageRequest,
  type Hostile,
  halfOpen,
  halfRequest,
  opened,
  oversizedFrame,
  randomStream,
} from './hostile.ts';

export const SIEGE_SEED = {
  version: 1,
  workspaces: [
    {
      name: 'Siege',
      activities: [{ name: 'Offline', available: false }],
      taskQueues: [],
      workflows: [],
      workers: [
        { name: 'mallory', attributes: {} },
        { name: 'witness', attributes: {} },
      ],
    },
  ],
} as const;

export interface SiegeSize {
  readonly seed: number;
  /** Peers of each kind that send rubbish. */
  readonly rubbish: number;
  readonly halfOpen: number;
  /** Connects and disconnects. */
  readonly comings: number;
  readonly atOnce: number;
}

export interface SiegeReport {
  /** Close codes of oversized frames. */
  readonly oversized: readonly number[];
  /** Changes told to the witness while it lasted, and how many it was told of. */
  readonly changes: number;
  readonly witnessed: number;
  /** Workers of the sockets that are still open. */
  readonly left: readonly string[];
  readonly seconds: number;
}

/** What is besieged: a server in this process, or one behind its control API. */
export type Besieged = Pick<MockServer, 'url' | 'ready'> & {
  readonly token: (of: { readonly worker: string }) => Promise<string>;
  readonly settle: () => Promise<unknown>;
};

/** Hostile peers of one worker, while another goes about its work. */
export async function besiege(server: Besieged, size: SiegeSize): Promise<SiegeReport> {
  const random = randomStream(size.seed);
  const hostile: Hostile = { url: server.url, token: await server.token({ worker: 'mallory' }), random };
  const witness = await Witness.create(server);
  const begun = performance.now();
  const held = await Promise.all(
    Array.from({ length: size.halfOpen }, (_, index) => (index % 2 === 0 ? halfOpen : halfRequest)(hostile)),
  );
  const oversized: number[] = [];
  await many(size.rubbish, size.atOnce, async () => {
    await garbageRequest(hostile);
    await garbageFrames(hostile);
    oversized.push(await oversizedFrame(hostile));
    await witness.change();
  });
  let comings = 0;
  await many(size.comings, size.atOnce, async () => {
    await comeAndGo(hostile);
    comings += 1;
    if (comings % 100 === 0) await witness.change();
  });
  const seconds = (performance.now() - begun) / 1000;
  for (const letGo of held) letGo();
  await witness.heardAll();
  const left = await settled(server);
  witness.close();
  return { oversized, changes: witness.changes, witnessed: witness.heard, left, seconds };
}

/** A worker whose attributes keep changing, and who has to be told each time. */
class Witness {
  changes = 0;
  heard = 0;
  private readonly server: Besieged;
  private readonly socket: Awaited<ReturnType<typeof opened>>;
  private told: () => void = () => undefined;

  private constructor(server: Besieged, socket: Awaited<ReturnType<typeof opened>>) {
    this.server = server;
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      if (!data.toString('utf8').includes('worker.attributes.update')) return;
      this.heard += 1;
      this.told();
    });
  }

  static async create(server: Besieged): Promise<Witness> {
    return new Witness(server, await opened(server.url, await server.token({ worker: 'witness' })));
  }

  async change(): Promise<void> {
    this.changes += 1;
    const { accountSid, authToken, workspaces } = this.server.ready;
    const [workspace] = workspaces;
    const response = await fetch(
      `${this.server.url}/v1/Workspaces/${workspace?.sid}/Workers/${workspace?.workers.witness}`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
        body: new URLSearchParams({ Attributes: JSON.stringify({ change: this.changes }) }),
      },
    );
    if (response.status !== 200) throw new Error(`The change was answered with ${response.status}`);
    await response.arrayBuffer();
  }

  /** Resolves when every change was told; a change that is not keeps the caller waiting. */
  async heardAll(): Promise<void> {
    await this.server.settle();
    while (this.heard < this.changes) await new Promise<void>((resolve) => (this.told = resolve));
  }

  close(): void {
    this.socket.terminate();
  }
}

async function many(count: number, atOnce: number, run: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await run();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

/** Whose sockets are open, once the server has noticed that the others are gone. */
async function settled(server: Besieged): Promise<readonly string[]> {
  for (;;) {
    const response = await fetch(`${server.url}/control/connections`);
    const open = (await response.json()) as { readonly worker: string }[];
    if (open.length <= 1) return open.map(({ worker }) => worker);
  }
}
