import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentStamps, outputsExist, readStamps, writeStamps } from './stamp.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taskbay-stamp-'));
  write('pnpm-lock.yaml', 'lock 1');
  write('packages/sdk/package.json', '{}');
  write('packages/sdk/src/index.ts', 'export const a = 1;');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function changedBy(change: () => void): { install: boolean; build: boolean } {
  const before = currentStamps(folder);
  change();
  const after = currentStamps(folder);
  return { install: before.install !== after.install, build: before.build !== after.build };
}

describe('currentStamps', () => {
  it.each([
    ['the lockfile', 'pnpm-lock.yaml', { install: true, build: true }],
    ['a manifest', 'packages/sdk/package.json', { install: true, build: true }],
    ['a new example package', 'examples/demo/package.json', { install: true, build: true }],
    ['a source', 'packages/sdk/src/index.ts', { install: false, build: true }],
    ['a new source in a folder', 'packages/sdk/src/wire/frames.ts', { install: false, build: true }],
    ['a build configuration', 'packages/sdk/rollup.config.mjs', { install: false, build: true }],
    ['a page the server serves', 'examples/agent-page/index.html', { install: false, build: true }],
    ['a test', 'packages/sdk/src/index.test.ts', { install: false, build: false }],
    ['a document', 'docs/PROTOCOL.md', { install: false, build: false }],
    ['a built file', 'packages/sdk/dist/index.js', { install: false, build: false }],
  ])('%s', (_what, path, expected) => {
    expect(changedBy(() => write(path, 'changed'))).toEqual(expected);
  });

  it('sees a source that moved without changing', () => {
    const change = () => {
      rmSync(join(folder, 'packages/sdk/src/index.ts'));
      write('packages/sdk/src/main.ts', 'export const a = 1;');
    };
    expect(changedBy(change)).toEqual({ install: false, build: true });
  });
});

describe('readStamps', () => {
  it('gives back what was written', () => {
    writeStamps({ install: 'a', build: 'b' }, folder);
    expect(readStamps(folder)).toEqual({ install: 'a', build: 'b' });
  });

  it.each(['', '{"install":"a"', 'null'])('claims nothing from a torn file: %j', (text) => {
    write('node_modules/.cache/taskbay/stamps.json', text);
    expect(readStamps(folder)).toEqual({ install: '', build: '' });
  });

  it('claims nothing without a file', () => {
    expect(readStamps(folder)).toEqual({ install: '', build: '' });
  });
});

describe('outputsExist', () => {
  it('is false when one built file is missing', () => {
    for (const path of ['token/dist/index.js', 'sdk/dist/index.js', 'sdk/dist/taskbay.min.js']) {
      write(`packages/${path}`, '');
    }
    expect(outputsExist(folder)).toBe(false);
    write('packages/mock-server/dist/cli.js', '');
    expect(outputsExist(folder)).toBe(true);
  });
});
