import { parseArgs } from 'node:util';
import { type WantedTasks, wantedTasks } from '../packages/mock-server/src/edges/operations/task-selection.ts';
import { type Size, Workload } from './engine/workload.ts';
import { median, rounded, table } from './support/figures.ts';

/** `npm run bench lists -- [--largest 500000]`: what lists of tasks cost the engine, in sizes up to that many tasks. */
const { values } = parseArgs({ options: { largest: { type: 'string', default: '500000' } } });

const SIZES: readonly Size[] = [
  { workers: 100, queues: 100, waiting: 1_000, queuesPerWorker: 20 },
  { workers: 15_000, queues: 5_000, waiting: 500_000, queuesPerWorker: 20 },
];
const PAGE = 50;
const SAMPLES = 200;
const LIFECYCLES = 2_000;
const ROUNDS = 21;
const WARM_UP = 5;

/** Median microseconds of one page of tasks. */
function pageMicros({ state, now }: Workload, wanted: WantedTasks, after?: number): number {
  const samples: number[] = [];
  const from = after === undefined ? undefined : { ordinal: after, back: false };
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const begun = performance.now();
    let read = 0;
    for (const { sid } of wantedTasks(state, now, wanted, from)) {
      read += sid.length > 0 ? 1 : 0;
      if (read === PAGE) break;
    }
    samples.push((performance.now() - begun) * 1000);
  }
  return median(samples);
}

function lifecycleMicros(workload: Workload): number {
  workload.prepare(LIFECYCLES);
  const begun = process.cpuUsage();
  for (let done = 0; done < LIFECYCLES; done += 1) workload.lifecycle();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / LIFECYCLES;
}

/** A lifecycle beside lists that are kept and one beside none, in turn, so that what else the machine does meets both. */
function compareLifecycles(size: Size, listed: Workload): readonly number[] {
  const plain = new Workload(size);
  plain.fill(size.waiting);
  const rounds: { readonly plain: number; readonly listed: number }[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    rounds.push({ plain: lifecycleMicros(plain), listed: lifecycleMicros(listed) });
  }
  const warm = rounds.slice(WARM_UP);
  return [median(warm.map((one) => one.plain)), median(warm.map((one) => one.listed))];
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function measure(size: Size): readonly string[] {
  const workload = new Workload(size);
  workload.fill(size.waiting);
  const { state } = workload;
  lifecycleMicros(workload);
  const [middle] = [...state.tables.task.values()].slice(size.waiting >> 1);
  const holders = { TaskQueueSid: middle?.taskQueueSid ?? '', WorkflowSid: middle?.workflowSid ?? '' };
  const before = heapUsed();
  const begun = performance.now();
  for (const _ of wantedTasks(state, workload.now, { AssignmentStatus: ['pending'] })) break;
  const made = performance.now() - begun;
  const perTask = (heapUsed() - before) / size.waiting;
  const pages = [
    pageMicros(workload, { TaskQueueSid: holders.TaskQueueSid }),
    pageMicros(workload, { WorkflowSid: holders.WorkflowSid }),
    pageMicros(workload, { AssignmentStatus: ['pending', 'reserved'] }),
    pageMicros(workload, {}, middle?.ordinal),
  ];
  const numbers = [...pages, made, perTask, ...compareLifecycles(size, workload)];
  return [rounded(size.waiting, 0), ...numbers.map((number) => rounded(number, 1))];
}

const HEADS = [
  'tasks waiting',
  'page of a queue µs',
  'of a workflow µs',
  'of two statuses µs',
  'from the middle of all µs',
  'making the lists ms',
  'bytes per task',
  'lifecycle without lists µs',
  'with lists µs',
];
for (const size of SIZES.filter(({ waiting }) => waiting <= Number(values.largest))) {
  console.log(table([HEADS, measure(size)]));
}
