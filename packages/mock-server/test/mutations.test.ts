import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { buildWith, type Play } from '../test-support/mutations/build.ts';
import { PATCHES } from '../test-support/mutations/patches.ts';

const folder = fileURLToPath(new URL('transcripts/', import.meta.url));
const transcripts = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => ({ name, text: readFileSync(folder + name, 'utf8') }));

const built = mkdtempSync(join(tmpdir(), 'taskbay-mutations-'));
afterAll(() => rmSync(built, { recursive: true }));

/** The first transcript that reads differently, those that cite the rule before the others. */
function firstDifference(play: Play, rule: string): string | undefined {
  const cites = (text: string): boolean => new RegExp(`\\b${rule}\\b`).test(text);
  const inOrder = [...transcripts.filter(({ text }) => cites(text)), ...transcripts.filter(({ text }) => !cites(text))];
  return inOrder.find(({ text }) => playsDifferently(play, text))?.name;
}

/** A bug may also show by a command that throws. */
function playsDifferently(play: Play, text: string): boolean {
  try {
    return play(text) !== text;
  } catch {
    return true;
  }
}

describe('the transcripts', () => {
  it('pass on an engine built without a patch', { timeout: 60_000 }, async () => {
    expect(firstDifference(await buildWith(undefined, built), 'ROUTE-1')).toBeUndefined();
  });

  it.each(PATCHES)('catch a bug in $rule ($file)', { timeout: 60_000 }, async (patch) => {
    expect(await buildWith(patch, built).then((play) => firstDifference(play, patch.rule))).toBeDefined();
  });

  it('notice a patch that no longer applies', async () => {
    const stale = { rule: 'ROUTE-1', file: 'routing/route.ts', before: 'no such text', after: '' };
    await expect(buildWith(stale, built)).rejects.toThrow('finds its text 0 times');
  });
});
