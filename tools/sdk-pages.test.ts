import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FOLDER, sdkPages, sdkSurface, shortcomings } from './sdk-pages.mjs';

describe('the API pages of the SDK', () => {
  const surface = sdkSurface();

  it('describe every export, each with a docstring', () => {
    expect(shortcomings(surface)).toEqual({ undocumented: [], unshown: [] });
  });

  it('are those made from the sources', async () => {
    const pages = await sdkPages(surface);
    expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
    const hint = 'if the change is meant: node tools/sdk-pages.mjs --write';
    for (const [file, text] of pages) expect(readFileSync(join(FOLDER, file), 'utf8'), hint).toBe(text);
  });
});
