import { describe, expect, it } from 'vitest';
import { chaos } from './run.ts';
import { PHASES } from './schedule.ts';

/** `npm run soak sdk-chaos` is the same with 10,000 disconnects, and plays a seed again. */
describe('agents at work over a network that breaks off their sessions', () => {
  it('lose no offer, are told nothing twice, and end with what the server has', async () => {
    const seed = 1;
    const report = await chaos({ seed, disconnects: 200 });
    process.stdout.write(`chaos seed ${seed}: ${report.disconnects} disconnects, ${report.events} events told\n`);
    expect(report.findings).toEqual([]);
    expect(report.told).toBeGreaterThan(100);
    const phases = new Set(Object.keys(report.breaks).map((name) => name.slice(0, name.lastIndexOf(':'))));
    expect(PHASES.filter((phase) => !phases.has(phase))).toEqual([]);
  }, 120_000);

  it('do the same again with the same seed, and something else with another', async () => {
    const run = (seed: number) => chaos({ seed, disconnects: 15 });
    const [one, again, other] = [await run(7), await run(7), await run(8)];
    expect(again).toEqual(one);
    expect(other.digest).not.toBe(one.digest);
    expect([...one.findings, ...other.findings]).toEqual([]);
  }, 120_000);
});
