import { performance } from 'node:perf_hooks';
import { prepare } from './bootstrap/prepare.mjs';
import { root, say } from './bootstrap/project.mjs';
import { readStamps } from './bootstrap/stamp.mjs';
import { runCommand } from './checks/command.mjs';
import { addCounts, closingLine, exitCode, noCounts } from './checks/counts.mjs';
import { hasTests, runVitest } from './checks/vitest.mjs';

/** @typedef {import('./checks/counts.mjs').Counts} Counts */
/** @typedef {{ name: string, run: () => Promise<Counts> }} Group */

const bin = (/** @type {string} */ path) => `${root}/node_modules/${path}`;
const biome = bin('@biomejs/biome/bin/biome');
const tsc = bin('typescript/bin/tsc');
const packaging = 'tools/packaging.test.ts';

/**
 * Every check in order, continuing after a failing one. The last line on stdout is `N passed, N failed`
 * (`, N skipped` when there are any). Arguments run vitest alone, with them.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function runTests(args) {
  const checks = args.length > 0 ? [{ name: `vitest ${args.join(' ')}`, run: () => runVitest(args) }] : allGroups();
  const strict = process.env.CI === 'true' || process.env.CI === '1';
  const begun = performance.now();
  let total = noCounts;
  /** @type {string[]} */
  const summary = [];
  for (const group of [{ name: 'install and build', run: build }, ...checks]) {
    if (group.run !== build && readStamps().install === '') break;
    console.log(`\n=== ${group.name}`);
    const start = performance.now();
    const counts = await group.run();
    const line = `${group.name}: ${closingLine(counts)} (${seconds(start)})`;
    console.log(`--- ${line}`);
    summary.push(line);
    total = addCounts(total, counts);
  }
  console.log(`\n${summary.join('\n')}\nall groups: ${seconds(begun)}`);
  if (strict && total.skipped > 0) console.log(`${total.skipped} skipped: with CI=true a skip is a failure`);
  console.log(closingLine(total, strict));
  return exitCode(total, strict);
}

/** One check; without an installation nothing after it can run. */
async function build() {
  try {
    await prepare();
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @returns {Group[]} */
function allGroups() {
  return [
    { name: 'format and lint', run: () => runCommand('biome ci', [biome, 'ci', '--max-diagnostics=50', '.']) },
    { name: 'types', run: checkTypes },
    ...vitestGroup('packages', ['packages/']),
    ...vitestGroup('repository', ['tools/', '--exclude', packaging]),
    ...vitestGroup('conformance', ['conformance/']),
    ...vitestGroup('examples', ['examples/']),
    ...vitestGroup('long tests, short form', ['soak/']),
    ...vitestGroup('packaging', [packaging]),
  ];
}

/** @param {string} name @param {[string, ...string[]]} args @returns {Group[]} none for a folder without tests */
function vitestGroup(name, args) {
  return hasTests(args[0]) ? [{ name, run: () => runVitest(args) }] : [];
}

/** The whole tree, and beside it each part that must compile without what its host would not have. */
async function checkTypes() {
  const parts = checkProjects([
    'packages/mock-server/tsconfig.engine.json',
    'packages/sdk/tsconfig.portable.json',
    'packages/token/tsconfig.portable.json',
  ]);
  const [whole, others] = await Promise.all([checkProjects(['tsconfig.json']), parts]);
  return addCounts(whole, others);
}

/** One after the other. @param {string[]} projects @returns {Promise<Counts>} */
async function checkProjects(projects) {
  let counts = noCounts;
  for (const project of projects) {
    counts = addCounts(counts, await runCommand(`tsc -p ${project}`, [tsc, '--noEmit', '-p', project]));
  }
  return counts;
}

function seconds(/** @type {number} */ since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
