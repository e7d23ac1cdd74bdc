import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { ORACLE_PROPERTY } from '../packages/mock-server/test-support/oracle/property.ts';
import { ENGINE_PROPERTIES } from '../packages/mock-server/test-support/properties.ts';

/**
 * `npm run soak engine -- [--runs N] [--seed S] [--path P] [--property TEXT]`: the engine's properties and the
 * comparison with its oracle, with many runs. A failure prints the seed and the path that play it again.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string' },
    path: { type: 'string' },
    property: { type: 'string', default: '' },
  },
});

const numRuns = whole('runs', values.runs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : whole('seed', values.seed);
const PROPERTIES = [...ENGINE_PROPERTIES.map(named), named(ORACLE_PROPERTY)];
const wanted = PROPERTIES.filter(({ name }) => name.includes(values.property));
if (wanted.length === 0) throw new Error(`No property of the engine is called like "${values.property}"`);

console.log(`seed ${seed}, ${numRuns} runs of each`);
for (const { check } of wanted) check();

interface Property<T> {
  readonly name: string;
  readonly property: fc.IProperty<T>;
}

function named<T>({ name, property }: Property<T>) {
  return { name, check: () => check(name, property) };
}

function check<T>(name: string, property: fc.IProperty<T>): void {
  const begun = performance.now();
  const result = fc.check(property, { numRuns, seed, ...(values.path === undefined ? {} : { path: values.path }) });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${result.failed ? 'FAILED' : 'passed'}  ${name}  (${result.numRuns} runs, ${seconds} s)`);
  if (!result.failed) return;
  process.exitCode = 1;
  console.log(fc.defaultReportMessage(result));
  console.log(
    `again: npm run soak engine -- --runs ${numRuns} --seed ${result.seed} --path ${result.counterexamplePath} --property "${name}"`,
  );
}

function whole(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`--${flag} must be a whole number, not ${text}`);
}
