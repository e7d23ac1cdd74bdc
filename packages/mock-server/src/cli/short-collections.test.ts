import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('short-collections.ts', import.meta.url));

/** Keeps a third of what it makes, so that V8 lets the space for young objects grow as far as it may. */
const MAKE_AND_KEEP = `
  const kept = [];
  for (let turn = 0; turn < 200; turn += 1) {
    for (let made = 0; made < 5_000; made += 1) {
      const object = { turn, made, text: 'object ' + made };
      if (made % 3 === 0) kept.push(object);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const spaces = process.getBuiltinModule('node:v8').getHeapSpaceStatistics();
  console.log(spaces.find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);`;

/** MiB of the space for young objects at the end of a process that begins like this. */
function youngSpaceAfter(beginning: string): number {
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', beginning + MAKE_AND_KEEP]).toString());
}

it('keeps the space for young objects small in its own process', () => {
  const built = buildSync({
    stdin: {
      contents: `import { collectInShortSteps } from ${JSON.stringify(MODULE)}; collectInShortSteps();`,
      resolveDir: '.',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const [{ text: beginning = '' } = {}] = built.outputFiles;
  expect(youngSpaceAfter(beginning)).toBeLessThanOrEqual(16);
  expect(youngSpaceAfter('')).toBeGreaterThan(16);
});
