import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('short-collections.ts', import.meta.url));

/** Keeps a third of what it makes, so that V8 lets the space for young objects grow as far as it may. */
const makeAndKeep = (turn: string) => `
  const kept = [];
  for (let turn = 0; turn < 200; turn += 1) {
    for (let made = 0; made < 5_000; made += 1) {
      const object = { turn, made, text: 'object ' + made };
      if (made % 3 === 0) kept.push(object);
    }
    ${turn}
  }`;
const IN_TURNS = makeAndKeep('await new Promise((resolve) => setImmediate(resolve));');
const AT_ONE_GO = makeAndKeep('');
const TELL = `
  const spaces = process.getBuiltinModule('node:v8').getHeapSpaceStatistics();
  console.log(spaces.find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);`;

let short = '';
beforeAll(() => {
  const contents = `import { collectInShortSteps } from ${JSON.stringify(MODULE)}; collectInShortSteps();`;
  const stdin = { contents, resolveDir: '.' };
  const built = buildSync({ stdin, bundle: true, format: 'esm', platform: 'node', write: false });
  short = built.outputFiles[0]?.text ?? '';
});

/** MiB of the space for young objects at the end of a process that does this. */
function youngSpaceAfter(code: string, flags: readonly string[] = []): number {
  return Number(execFileSync(process.execPath, [...flags, '--input-type=module', '-e', code + TELL]).toString());
}

it.each([
  ['in turns of the event loop', IN_TURNS],
  ['at one go', AT_ONE_GO],
])('keeps the space for young objects small for what a process makes %s', (_, work) => {
  expect(youngSpaceAfter(work)).toBeGreaterThan(8);
  expect(youngSpaceAfter(short + work)).toBe(8);
});

it('takes the space as it is where V8 was told to keep it smaller', () => {
  expect(youngSpaceAfter(short + AT_ONE_GO, ['--max-semi-space-size=1'])).toBeLessThanOrEqual(4);
});
