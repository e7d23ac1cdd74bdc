import { parseArgs } from 'node:util';
import { cutThroughProxy } from '../conformance/proxy/run.ts';

/**
 * `npm run soak sdk-proxy -- [--cuts N]`: agents of both wires behind a real TCP proxy that resets their connections. Where
 * in a byte stream a cut falls is up to the machine: a run cannot be played again.
 */
const { values } = parseArgs({ options: { cuts: { type: 'string', default: '300' } } });

for (const kind of ['access', 'capability'] as const) {
  const begun = performance.now();
  const { cuts, connections, offers, findings } = await cutThroughProxy(kind, Number(values.cuts));
  for (const finding of findings) console.log(`FOUND ${finding}`);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${kind} token: ${cuts} cuts, ${connections} connections lost, ${offers} offers, ${findings.length} findings, ${seconds} s`,
  );
  if (findings.length > 0) process.exitCode = 1;
}
