import type { Latency, Load } from './support/bridge-load.ts';
import { followSide, isSide, Side } from './support/bridge-side.ts';
import { median, percentile, rounded, table } from './support/figures.ts';

const WORKERS = Number(process.argv[2] ?? 10_000);
const PER_SECOND = 1_000;
/** Rounds of offers: each worker can hold as many tasks, and the longest idle one gets the next. */
const ROOM = 3;
/** After a few hundred the compiler is still at work. */
const WARM_UP: Load = { perSecond: PER_SECOND, lead: 0, tasks: Math.floor(WORKERS * 0.4) };
/** Well below what one process can take, so that no task waits for those before it. */
const STEADY: Load = { perSecond: 100, lead: 0, tasks: Math.min(500, Math.floor(WORKERS / 20)) };
/** The full load comes in runs, in turn with the other side's, so that what else the machine does decides nothing. */
const FULL: Load = { perSecond: PER_SECOND, lead: Math.floor(WORKERS * 0.01), tasks: Math.floor(WORKERS * 0.1) };
const FULL_RUNS = 15;
const GROUP = 1_000;
const ACCEPTS = 1_000;

async function compare(): Promise<void> {
  const bare = await Side.start('bare', WORKERS, ROOM);
  const bareSteady = await warmed(bare);
  const taskbay = await Side.start('taskbay', WORKERS, ROOM);
  const steady = await warmed(taskbay);
  const full: Latency[] = [];
  const bareFull: Latency[] = [];
  for (let run = 0; run < FULL_RUNS; run += 1) {
    bareFull.push(await bare.latency(FULL));
    full.push(await taskbay.latency(FULL));
  }
  const { accepts, overtaken } = await taskbay.overtakes(ACCEPTS);
  const fan = await taskbay.fanOut(GROUP);
  taskbay.stop();
  const bareFan = await bare.fanOut(GROUP);
  bare.stop();

  const inRuns = (of: (run: Latency) => number): [number, number] => [median(full.map(of)), median(bareFull.map(of))];
  const steadyAt = (share: number): [number, number] => [
    percentile(steady.times, share),
    percentile(bareSteady.times, share),
  ];
  const fullAt = (share: number): [number, number] => inRuns(({ times }) => percentile(times, share));
  const tails = (runs: readonly Latency[]): number[] => runs.map(({ times }) => percentile(times, 0.99));
  const [ours, theirs] = [tails(full), tails(bareFull)];
  // What else the machine's host does only ever adds: the quietest runs have least of it.
  const quietest = [percentile(ours, 0.25), percentile(theirs, 0.25)] as const;
  const above = ours.map((tail, run) => tail - (theirs[run] ?? Number.NaN));
  process.stdout.write(
    `${table([
      [`${rounded(WORKERS, 0)} sockets`, 'taskbay', 'bare ws', 'above', 'ratio'],
      row('KiB of heap per idle socket', taskbay.memory.heap / 1024, bare.memory.heap / 1024),
      row('KiB of process per idle socket', taskbay.memory.process / 1024, bare.memory.process / 1024),
      row(`ms from POST to frame at ${STEADY.perSecond}/s, p50`, ...steadyAt(0.5), 2),
      row(`ms from POST to frame at ${STEADY.perSecond}/s, p99`, ...steadyAt(0.99), 2),
      row(`ms from POST to frame at ${FULL.perSecond}/s, p50`, ...fullAt(0.5), 2),
      row(`ms from POST to frame at ${FULL.perSecond}/s, p99`, ...fullAt(0.99), 2),
      row('the same, the quietest quarter of the runs', ...quietest, 2),
      row('µs of server time for a POST and its frame', ...inRuns(({ cpu }) => cpu)),
      row(`ms from POST to the last of ${GROUP} sockets`, fan.milliseconds, bareFan.milliseconds),
      row('µs of server time for each of those frames', fan.cpu, bareFan.cpu, 2),
    ])}\n${overtaken} frames overtook their reply in ${rounded(accepts, 0)} accepts over loopback\n` +
      `figures at ${FULL.perSecond}/s are medians of ${FULL_RUNS} runs with ${FULL.tasks} tasks\n` +
      `p99 above that of the run of bare ws before it: ${rounded(median(above), 2)} in the middle of ` +
      `${above.map((each) => rounded(each, 1)).join(', ')}\n` +
      'targets: 8 KiB per worker and p99 5 ms above bare ws\n',
  );
}

/** Figures at a low rate of a server that has had some work. */
async function warmed(side: Side): Promise<Latency> {
  await side.latency(WARM_UP);
  return side.latency(STEADY);
}

function row(name: string, ours: number, theirs: number, digits = 1): string[] {
  return [
    name,
    rounded(ours, digits),
    rounded(theirs, digits),
    rounded(ours - theirs, digits),
    rounded(ours / theirs, 2),
  ];
}

if (isSide()) followSide();
else await compare();
