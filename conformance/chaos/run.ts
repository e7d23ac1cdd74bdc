import { createHash } from 'node:crypto';
import type { InProcessServer, JournalLine } from '@taskbay/mock-server';
import { Agent } from './agent.ts';
import { Customers } from './customers.ts';
import { findings } from './findings.ts';
import { Link } from './link.ts';
import { seeded } from './random.ts';
import { Schedule } from './schedule.ts';
import { BackEnd, onStandingWallClock, startWorld, WORKERS } from './world.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** Sessions to break off, of all agents together. */
  readonly disconnects: number;
  /** Told of the number so far, now and then. */
  readonly onProgress?: (disconnects: number) => void;
}

export interface ChaosReport {
  readonly seed: number;
  readonly disconnects: number;
  /** By phase and manner. */
  readonly breaks: Readonly<Record<string, number>>;
  readonly tasks: number;
  /** Offers made by the server, and told to agents. */
  readonly offers: number;
  readonly told: number;
  /** Events that agents were told altogether. */
  readonly events: number;
  /** Hours of server time. */
  readonly hours: number;
  /** Codes of rejected calls and reported errors, with their number. */
  readonly problems: Readonly<Record<string, number>>;
  /** What somebody was told, or sees, that is not so; empty when all is well. */
  readonly findings: readonly string[];
  /** Of everything that happened and was told: equal for equal seeds. */
  readonly digest: string;
}

/** Server seconds between looks at the number of disconnects. */
const STRIDE = 60;
/** Server seconds that a calm network gets: longer than any client waits before it tries again. */
const CALM = 400;

/** Server seconds without an event after which nothing is on its way to anybody: a calm network takes 0.12 at most. */
const QUIET = 0.2;
/** Looks for such a moment before it is given up: a calm minute has dozens of them. */
const LOOKS = 1_000;

/** Four agents, two on each wire, at work over a network that breaks off their sessions; then everybody is compared. */
export function chaos(options: ChaosOptions): Promise<ChaosReport> {
  return onStandingWallClock(() => run(options));
}

async function run({ seed, disconnects, onProgress = () => undefined }: ChaosOptions): Promise<ChaosReport> {
  await using server = await startWorld(seed);
  const backEnd = new BackEnd(server);
  const available = backEnd.activity('Available');
  const agents = WORKERS.map((name, index) => {
    const random = seeded(seed * 101 + index);
    const link = new Link(server, new Schedule(random));
    const kind = index % 2 === 0 ? 'access' : 'capability';
    return new Agent({ name, kind, server, link, random, available });
  });
  for (const agent of agents) await agent.begin();
  const customers = new Customers(server, backEnd, seeded(seed * 101 + 50));
  const broken = (): number => agents.reduce((sum, { link }) => sum + link.broken, 0);
  const begun = server.clock.now();
  while (broken() < disconnects) {
    await server.time.advance({ seconds: STRIDE });
    onProgress(broken());
  }
  const hours = (server.clock.now() - begun) / 3_600_000;
  for (const { link } of agents) link.schedule.calm = true;
  customers.leave();
  await server.time.advance({ seconds: CALM });
  const journal = await quietJournal(server, backEnd.workspace.sid);
  const found: string[] = [];
  for (const agent of agents) found.push(...(await findings(agent, journal, backEnd)));
  await Promise.all(agents.map(({ worker }) => worker.disconnect()));
  const told = agents.flatMap((agent) => agent.told);
  return {
    seed,
    disconnects: broken(),
    breaks: sum(agents.map(({ link }) => link.breaks)),
    tasks: customers.made,
    offers: journal.filter(({ type }) => type === 'reservation.created').length,
    told: told.filter(({ type }) => type === 'reservation.created').length,
    events: told.length,
    hours,
    problems: sum(agents.map(({ problems }) => problems)),
    findings: found,
    digest: createHash('sha256')
      .update(JSON.stringify([journal, told]))
      .digest('hex'),
  };
}

/** The whole journal, at a moment at which everybody has been told of all that is in it. */
async function quietJournal(server: InProcessServer, workspace: string): Promise<JournalLine[]> {
  const journal = [...(await server.journal({ workspace }))];
  for (let look = 0; look < LOOKS; look += 1) {
    await server.time.advance({ seconds: QUIET });
    const added = await server.journal({ workspace, after: journal.at(-1)?.sequence ?? 0 });
    if (added.length === 0) return journal;
    journal.push(...added);
  }
  throw new Error(`something happened in each of ${LOOKS} times ${QUIET} s`);
}

function sum(counts: readonly ReadonlyMap<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((map) => [...map]).sort(([a], [b]) => (a < b ? -1 : 1))) {
    total[name] = (total[name] ?? 0) + count;
  }
  return total;
}
