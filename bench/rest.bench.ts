import { parseArgs } from 'node:util';
import { median, percentile, rounded, table } from './support/figures.ts';
import { followOrders, isLoadProcess, type LoadProcess, startLoadProcess } from './support/load-process.ts';
import type { RawRequest } from './support/raw-load.ts';
import { answerOf, startBare, startTaskbay } from './support/rest-servers.ts';

const RUNS = 5;
const WORKERS = 1_000;
const CONNECTIONS = [1, 16, 64];

interface Case {
  readonly name: string;
  readonly request: (server: Awaited<ReturnType<typeof startTaskbay>>) => RawRequest;
  /** Requests of one run. */
  readonly count: number;
  readonly pushes: boolean;
}

const CASES: readonly Case[] = [
  { name: 'POST Tasks, routed and pushed', request: ({ requests }) => requests.post, count: 3_000, pushes: true },
  { name: 'GET one worker', request: ({ requests }) => requests.fetch, count: 10_000, pushes: false },
  { name: 'list workers, 50 of 1,000', request: ({ requests }) => requests.list(50), count: 2_000, pushes: false },
  { name: 'list workers, all 1,000', request: ({ requests }) => requests.list(1_000), count: 60, pushes: false },
];

interface Figures {
  readonly perSecond: number;
  readonly p99: number;
}

interface Compared {
  readonly taskbay: Figures;
  readonly bare: Figures;
}

/** Both servers in turn, so that what else the machine does meets both; the first turn only warms them up. */
async function compare(generator: LoadProcess, { request, count, pushes }: Case, connections: number) {
  const server = await startTaskbay(WORKERS);
  const worker = pushes ? await server.connectWorker() : undefined;
  const asked = request(server);
  const bare = await startBare(await answerOf(asked), asked.status);
  let sent = 1;
  const runs: Compared[] = [];
  const measure = async (target: RawRequest): Promise<Figures> => {
    const { perSecond, latencies } = await generator.load(target, count, connections);
    return { perSecond, p99: percentile(latencies, 0.99) };
  };
  for (let run = 0; run <= RUNS; run += 1) {
    const own = await measure(asked);
    sent += count;
    await worker?.until(sent);
    const other = await measure({ ...asked, port: bare.ready });
    if (run > 0) runs.push({ taskbay: own, bare: other });
  }
  await server.stop();
  await bare.stop();
  return runs;
}

function row(name: string, connections: number, runs: readonly Compared[]): string[] {
  const middle = (of: (run: Compared) => number): number => median(runs.map(of));
  return [
    name,
    String(connections),
    rounded(
      middle((run) => run.taskbay.perSecond),
      0,
    ),
    rounded(
      middle((run) => run.bare.perSecond),
      0,
    ),
    rounded(
      middle((run) => run.taskbay.perSecond / run.bare.perSecond),
      2,
    ),
    rounded(middle((run) => run.taskbay.p99)),
    rounded(middle((run) => run.bare.p99)),
  ];
}

/** `npm run bench rest -- [--only TEXT]`: the cases whose name has the text. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  const generator = startLoadProcess();
  const rows = [['request', 'connections', 'taskbay/s', 'bare node:http/s', 'ratio', 'p99 ms', 'bare p99 ms']];
  for (const one of CASES.filter(({ name }) => name.includes(values.only))) {
    for (const connections of CONNECTIONS) {
      rows.push(row(one.name, connections, await compare(generator, one, connections)));
    }
  }
  generator.stop();
  process.stdout.write(`${table(rows)}\nmedians of ${RUNS} runs, load from a process of its own\n`);
}

if (isLoadProcess()) followOrders();
else await main();
