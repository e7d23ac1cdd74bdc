import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { besiegedAt } from '../packages/mock-server/test/bridge/support/besieged.ts';
import { besiege, SIEGE_SEED, type SiegeReport } from '../packages/mock-server/test/bridge/support/siege.ts';

/**
 * `npm run soak sockets -- [--comings N] [--rubbish N] [--seed S]`: hostile sockets against one server while another worker
 * is told of every change; then the same once more, after which the process may not hold more than after the first time.
 * The peers are in a process of their own, this script once more with `--peers`, which is told of the server over the
 * channel between them: its credentials are not for a command line, which every user of the machine can read.
 */
const { values } = parseArgs({
  options: {
    comings: { type: 'string', default: '60000' },
    rubbish: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    peers: { type: 'boolean', default: false },
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

if (values.peers) {
  process.once('disconnect', () => process.exit(0));
  const ready = await new Promise<MockServer['ready']>((resolve) => process.once('message', resolve));
  process.send?.(await besiege(besiegedAt(ready), size));
} else {
  await withstand();
}

async function withstand(): Promise<void> {
  console.log(`seed ${size.seed}, ${size.comings} connects and disconnects, ${size.rubbish} peers that send rubbish`);
  await using server = await startMockServer({ seed: SIEGE_SEED, clock: 'manual', port: 0 });
  const held: number[] = [];
  for (const round of [1, 2]) {
    const { oversized, changes, witnessed, left, seconds } = await besiegedFrom(server.ready);
    held.push(await heldBytes());
    const perSecond = Math.round(size.comings / seconds);
    console.log(
      `round ${round}: ${seconds.toFixed(1)} s, ${perSecond} connects/s, ${changes} changes, ${witnessed} told`,
    );
    if (oversized.some((code) => code !== 1009)) fail(`oversized frames were closed with ${[...new Set(oversized)]}`);
    if (witnessed !== changes) fail(`${witnessed} of ${changes} changes were told`);
    if (left.length !== 1) fail(`${left.length} sockets are open at the end`);
  }
  const [first = 0, second = 0] = held;
  const growth = second - first;
  console.log(`held after the first round ${mib(first)} MiB, after the second ${mib(second)} MiB`);
  if (growth > ALLOWED) fail(`the second round left ${mib(growth)} MiB behind`);
}

/** The report of peers in another process; a process that ends without one is an error. */
function besiegedFrom(ready: MockServer['ready']): Promise<SiegeReport> {
  const [, script = '', ...args] = process.argv;
  const peers = fork(script, [...args, '--seed', values.seed, '--peers']);
  peers.send(ready);
  return new Promise((resolve, reject) => {
    peers.once('exit', (code) => reject(new Error(`The peers ended with ${code} and without a report`)));
    peers.once('message', (report) => {
      resolve(report as SiegeReport);
      peers.disconnect();
    });
  });
}

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
