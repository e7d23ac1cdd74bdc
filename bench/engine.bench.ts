import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { countWrites, floorPerSecond } from './engine/floor.ts';
import { type Size, Workload } from './engine/workload.ts';
import { median, rounded, table } from './support/figures.ts';

/** `npm run bench engine -- [--largest 500000]`: the engine alone in one process; sizes up to that many waiting tasks. */
const { values } = parseArgs({ options: { largest: { type: 'string', default: '500000' } } });

const SMALL: Size = { workers: 100, queues: 100, waiting: 1_000 };
const SIZES: readonly Size[] = [
  SMALL,
  { workers: 1_000, queues: 500, waiting: 20_000 },
  { workers: 5_000, queues: 2_000, waiting: 150_000 },
  { workers: 15_000, queues: 5_000, waiting: 500_000 },
];
const ROUNDS = 5;
const LIFECYCLES = 2_000;
const SAMPLES = 400;

function perSecond(workload: Workload): number {
  const begun = performance.now();
  for (let done = 0; done < LIFECYCLES; done += 1) workload.lifecycle();
  return (LIFECYCLES * 1000) / (performance.now() - begun);
}

/** Median microseconds of an action over samples. */
function medianMicros(action: (sample: number) => void, count = SAMPLES): number {
  const samples: number[] = [];
  for (let sample = 0; sample < count; sample += 1) {
    const begun = performance.now();
    action(sample);
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
  perSecond(workload);
  const rate = median(Array.from({ length: ROUNDS }, () => perSecond(workload)));
  const flip = medianMicros((sample) => {
    const sid = workload.idle[sample % workload.idle.length] ?? '';
    workload.flip(sid, sample % 2 === 0 ? 'Offline' : 'Available');
    workload.flip(sid, sample % 2 === 0 ? 'Available' : 'Offline');
  });
  for (const sid of workload.idle)
    if (workload.state.tables.worker.get(sid) !== undefined) workload.flip(sid, 'Available');
  const retrain = medianMicros((sample) => {
    const at = sample % workload.idle.length;
    workload.retrain(workload.idle[at] ?? '', at * 2, 6 + (sample % 3));
  });
  // Each absent worker once: from then on it has its offer.
  const offer = medianMicros(
    (sample) => void workload.flip(workload.absent[sample] ?? '', 'Available'),
    Math.min(SAMPLES, workload.absent.length),
  );
  return [
    `${size.workers} / ${size.queues} / ${size.waiting}`,
    rounded(rate, 0),
    rounded(1_000_000 / rate, 1),
    rounded(flip / 2, 1),
    rounded(retrain, 1),
    rounded(offer, 1),
    rounded(perTask, 2),
  ];
}

const [cpu] = cpus();
console.log(
  `${cpu?.model ?? 'unknown processor'}, ${cpus().length} CPUs, ${rounded(totalmem() / 2 ** 30, 0)} GiB, Node ${process.version}`,
);

const small = new Workload(SMALL);
small.fill(SMALL.waiting);
const writes = countWrites(small, 200);
const [record = {}] = small.state.tables.task.values();
const ratios: number[] = [];
for (let round = -1; round < ROUNDS; round += 1) {
  const ratio = perSecond(small) / floorPerSecond(writes, record, LIFECYCLES);
  if (round >= 0) ratios.push(ratio);
}
console.log(`one lifecycle writes ${JSON.stringify(writes)}; ratio to the floor: ${rounded(median(ratios), 2)}`);

const HEADS = [
  'workers / queues / waiting',
  'lifecycles/s',
  'µs each',
  'flip µs',
  'attributes µs',
  'flip to an offer µs',
  'KiB per waiting task',
];
// Each line as soon as it is there: the largest size takes minutes.
for (const size of SIZES.filter(({ waiting }) => waiting <= Number(values.largest))) {
  console.log(table([HEADS, measure(size)]));
}
