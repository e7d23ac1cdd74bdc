import { parseArgs } from 'node:util';
import { startMockServer } from '@taskbay/mock-server';
import { besiege, SIEGE_SEED } from '../packages/mock-server/test/bridge/support/siege.ts';

/**
 * `npm run soak sockets -- [--comings N] [--rubbish N] [--seed S]`: hostile sockets against one server while another worker is told
 * of every change; then the same once more, after which the process may not hold more than after the first time.
 */
const { values } = parseArgs({
  options: {
    comings: { type: 'string', default: '60000' },
    rubbish: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const size = {
  seed: Number(values.seed),
  rubbish: Number(values.rubbish),
  halfOpen: 500,
  comings: Number(values.comings),
  atOnce: 64,
};
/** What a second round may leave behind, in bytes: the journal of its own changes, and noise. */
const ALLOWED = 8 * 1_048_576;

console.log(`seed ${size.seed}, ${size.comings} connects and disconnects, ${size.rubbish} peers that send rubbish`);
await using server = await startMockServer({ seed: SIEGE_SEED, clock: 'manual', port: 0 });
const held: number[] = [];
for (const round of [1, 2]) {
  const { oversized, changes, witnessed, left, seconds } = await besiege(server, size);
  held.push(await heldBytes());
  const perSecond = Math.round(size.comings / seconds);
  console.log(
    `round ${round}: ${seconds.toFixed(1)} s, ${perSecond} connects/s, ${changes} changes, ${witnessed} told`,
  );
  if (oversized.some((code) => code !== 1009)) fail(`oversized frames were closed with ${[...new Set(oversized)]}`);
  if (left.length !== 1) fail(`${left.length} sockets are open at the end`);
}
const [first = 0, second = 0] = held;
const growth = second - first;
console.log(`held after the first round ${mib(first)} MiB, after the second ${mib(second)} MiB`);
if (growth > ALLOWED) fail(`the second round left ${mib(growth)} MiB behind`);

async function heldBytes(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function mib(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

function fail(problem: string): void {
  console.log(
    `FAILED: ${problem}; again: npm run soak sockets -- --comings ${size.comings} --rubbish ${size.rubbish} --seed ${size.seed}`,
  );
  process.exitCode = 1;
}
