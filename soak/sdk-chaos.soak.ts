import { parseArgs } from 'node:util';
import { chaos } from '../conformance/chaos/run.ts';

/**
 * `npm run soak sdk-chaos -- [--disconnects N] [--seed S] [--runs N]`: four agents at work over a network that breaks off
 * their sessions, SDK and server on one clock. A run is played again by its seed and its number of disconnects.
 */
const { values } = parseArgs({
  options: {
    disconnects: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    runs: { type: 'string', default: '1' },
  },
});
const disconnects = Number(values.disconnects);
/** Disconnects between two lines. */
const STRIDE = 1_000;

for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.runs); seed += 1) {
  console.log(`seed ${seed}, ${disconnects} disconnects`);
  const begun = performance.now();
  let told = 0;
  const report = await chaos({
    seed,
    disconnects,
    onProgress: (count) => {
      if (count - told < STRIDE) return;
      told = count;
      console.log(`${count} disconnects, ${seconds(begun)} s`);
    },
  });
  for (const [name, count] of Object.entries(report.breaks)) console.log(`  ${count}  ${name}`);
  const { tasks, offers, events, hours, problems, findings, digest } = report;
  console.log(`${tasks} tasks, ${offers} offers, ${events} events told, ${hours.toFixed(1)} h of server time`);
  console.log(`calls that failed: ${JSON.stringify(problems)}`);
  for (const finding of findings) console.log(`FOUND ${finding}`);
  console.log(`${findings.length} findings, ${seconds(begun)} s, digest ${digest}`);
  if (findings.length === 0) continue;
  process.exitCode = 1;
  console.log(`again: npm run soak sdk-chaos -- --seed ${seed} --disconnects ${disconnects}`);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0);
}
