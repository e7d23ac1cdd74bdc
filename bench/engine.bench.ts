import { once } from 'node:events';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Floor } from './engine/floor.ts';
import { type Size, Workload } from './engine/workload.ts';
import { countWrites, type Writes } from './engine/writes.ts';
import { median, rounded, table } from './support/figures.ts';

/** `npm run bench engine -- [--largest 500000]`: the engine alone in one process; sizes up to that many waiting tasks. */
const { values } = parseArgs({ options: { largest: { type: 'string', default: '500000' } } });

/** At the vendor's maximum a worker is in at most 20 queues. It is as many in every size, so that only the size varies. */
const queuesPerWorker = 20;
const SMALL: Size = { workers: 100, queues: 100, waiting: 1_000, queuesPerWorker };
const SIZES: readonly Size[] = [
  SMALL,
  { workers: 1_000, queues: 500, waiting: 20_000, queuesPerWorker },
  { workers: 5_000, queues: 2_000, waiting: 150_000, queuesPerWorker },
  { workers: 15_000, queues: 5_000, waiting: 500_000, queuesPerWorker },
];
/** Every worker in every queue of its half. */
const EVERYWHERE: readonly Size[] = [SIZES[0], SIZES[1], SIZES[3]].flatMap((size) =>
  size === undefined ? [] : [{ ...size, queuesPerWorker: undefined }],
);
const ROUNDS = 7;
/** Rounds before the comparison with the floor: the first ones measure the compiler. */
const WARM_UP = 10;
/** A round is a tenth of a second: the median of a few would be that of what else the machine does. */
const COMPARED_ROUNDS = 41;
const LIFECYCLES = 2_000;
const SAMPLES = 400;

/** Microseconds of one lifecycle, over a round of them. */
function lifecycleMicros(workload: Workload): number {
  workload.prepare(LIFECYCLES);
  const begun = performance.now();
  for (let done = 0; done < LIFECYCLES; done += 1) workload.lifecycle();
  return ((performance.now() - begun) * 1000) / LIFECYCLES;
}

function floorMicros(floor: Floor): number {
  const begun = performance.now();
  let entries = 0;
  for (let done = 0; done < LIFECYCLES; done += 1) entries += floor.lifecycle().length;
  if (entries === 0) throw new Error('the floor did not write');
  return ((performance.now() - begun) * 1000) / LIFECYCLES;
}

/** Median microseconds of an action over samples; `prepare` makes what a sample needs, outside of the time taken. */
function medianMicros<T>(prepare: (sample: number) => T, action: (prepared: T) => void, count = SAMPLES): number {
  const samples: number[] = [];
  for (let sample = 0; sample < count; sample += 1) {
    const prepared = prepare(sample);
    const begun = performance.now();
    action(prepared);
    samples.push((performance.now() - begun) * 1000);
  }
  return median(samples);
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** One line of the cost curve. */
function measure(size: Size): readonly string[] {
  const workload = new Workload(size);
  const before = heapUsed();
  workload.fill(size.waiting);
  const perTask = (heapUsed() - before) / size.waiting / 1024;
  for (let warmUp = 0; warmUp < 3; warmUp += 1) lifecycleMicros(workload);
  const lifecycle = median(Array.from({ length: ROUNDS }, () => lifecycleMicros(workload)));
  const idle = (sample: number): string => workload.idle[sample % workload.idle.length] ?? '';
  const flip = medianMicros(idle, (sid) => {
    workload.flip(sid, 'Offline');
    workload.flip(sid, 'Available');
  });
  const retrain = medianMicros(
    (sample) => ({ sid: idle(sample), attributes: workload.retrained(idle(sample), 6 + (sample % 3)) }),
    ({ sid, attributes }) => void workload.retrain(sid, attributes),
  );
  // Each absent worker once: from then on it has its offer.
  const offer = medianMicros(
    (sample) => workload.absent[sample] ?? '',
    (sid) => void workload.flip(sid, 'Available'),
    Math.min(SAMPLES, workload.absent.length),
  );
  return [
    [size.workers, size.queues, size.waiting].map((count) => rounded(count, 0)).join(' / '),
    rounded(1_000_000 / lifecycle, 0),
    rounded(lifecycle, 1),
    rounded(flip / 2, 1),
    rounded(retrain, 1),
    rounded(offer, 1),
    rounded(perTask, 2),
  ];
}

function smallWorkload(): Workload {
  const workload = new Workload(SMALL);
  workload.fill(SMALL.waiting);
  lifecycleMicros(workload);
  return workload;
}

/** What lifecycles write. Counted in a thread of its own: a method that was listened in on is slower ever after. */
async function writesOfLifecycles(): Promise<Writes> {
  const [writes] = await once(new Worker(new URL(import.meta.url)), 'message');
  return writes as Writes;
}

/** How near the engine comes to a loop that only writes, with and without the writes of the indexes, in turn with it. */
async function compareWithFloor(): Promise<string> {
  const writes = await writesOfLifecycles();
  const workload = smallWorkload();
  const floor = new Floor(writes, workload, true);
  const bare = new Floor(writes, workload, false);
  const rounds: { readonly engine: number; readonly floor: number; readonly bare: number }[] = [];
  for (let round = 0; round < COMPARED_ROUNDS + WARM_UP; round += 1) {
    rounds.push({ engine: lifecycleMicros(workload), floor: floorMicros(floor), bare: floorMicros(bare) });
  }
  const warm = rounds.slice(WARM_UP);
  const engine = median(warm.map((one) => one.engine));
  const against = (which: 'floor' | 'bare'): string => {
    const micros = median(warm.map((one) => one[which]));
    const ratio = median(warm.map((one) => one[which] / one.engine));
    return `${rounded(micros, 1)} µs, ratio ${rounded(ratio, 2)}`;
  };
  return (
    `one lifecycle writes ${JSON.stringify({ ...writes, entries: writes.entries.length })}\n` +
    `${rounded(engine, 1)} µs; floor with index writes ${against('floor')}; without ${against('bare')}`
  );
}

const HEADS = [
  'workers / queues / waiting',
  'lifecycles/s',
  'µs each',
  'flip µs',
  'attributes µs',
  'flip to an offer µs',
  'KiB per waiting task',
];
async function main(): Promise<void> {
  const [cpu] = cpus();
  console.log(
    `${cpu?.model ?? 'unknown processor'}, ${cpus().length} CPUs, ${rounded(totalmem() / 2 ** 30, 0)} GiB, Node ${process.version}`,
  );
  console.log(await compareWithFloor());

  const wanted = ({ waiting }: Size): boolean => waiting <= Number(values.largest);
  // Each line as soon as it is there: the largest sizes take a while.
  console.log(`\neach worker in ${queuesPerWorker} queues`);
  for (const size of SIZES.filter(wanted)) console.log(table([HEADS, measure(size)]));
  console.log('\nall workers in all queues of their half');
  for (const size of EVERYWHERE.filter(wanted)) console.log(table([HEADS, measure(size)]));
}

if (isMainThread) await main();
else parentPort?.postMessage(countWrites(smallWorkload(), 400));
