import { parseArgs } from 'node:util';
import { fuzzRest } from '../packages/mock-server/test-support/rest-fuzz.ts';

/**
 * `npm run soak rest -- [--requests N] [--seed S]`: random requests to a server over loopback. None may crash it, hang,
 * answer 5xx or an error that is not the service's; the heap after each round must not grow.
 */
const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string' } },
});
const requests = Number(values.requests);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
/** MiB that the heap may grow by from the second round to the last. */
const ALLOWED_GROWTH = 16;

console.log(`seed ${seed}, ${requests} requests`);
const begun = performance.now();
const { problems, statuses, heap } = await fuzzRest({
  requests,
  seed,
  connections: 8,
  onRound: (sent, megabytes) => console.log(`${sent} sent, heap ${megabytes.toFixed(1)} MiB`),
});
for (const [status, count] of [...statuses].sort(([a], [b]) => a - b)) console.log(`${status}: ${count}`);
for (const problem of problems.slice(0, 20)) console.log(`PROBLEM ${problem}`);
const growth = (heap.at(-1) ?? 0) - (heap[1] ?? heap[0] ?? 0);
console.log(
  `${problems.length} problems, heap grew by ${growth.toFixed(1)} MiB, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
if (problems.length > 0 || growth > ALLOWED_GROWTH) process.exitCode = 1;
