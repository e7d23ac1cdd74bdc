import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { INTERNAL_NAMES } from '../internal-names.mjs';

const PAGES = new URL('../../../docs/sdk/', import.meta.url);
const pages = readdirSync(PAGES).map((name) => readFileSync(new URL(name, PAGES), 'utf8'));

/** Objects of the platform that the SDK uses, or gets from it. */
const PLATFORM = [
  new AbortController(),
  new AbortController().signal,
  new Map(),
  [],
  '',
  /x/,
  new Date(0),
  Promise,
  Promise.resolve(),
  Object,
  new Error(''),
  new URLSearchParams(),
  new Response(),
  globalThis,
];

describe('names that the browser’s file shortens', () => {
  it.each(INTERNAL_NAMES)('%s is none that applications use', (name) => {
    for (const page of pages) expect(page).not.toMatch(new RegExp(`\`${name}\\b`));
  });

  it.each(INTERNAL_NAMES)('%s is none of the platform, nor of the wire', (name) => {
    for (const object of PLATFORM) expect(name in Object(object)).toBe(false);
    const written = readFileSync(new URL('../../protocol/src/envelopes.ts', import.meta.url), 'utf8');
    expect(written).not.toMatch(new RegExp(`^\\s+(readonly )?${name}\\??:`, 'm'));
  });
});
