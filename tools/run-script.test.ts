import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runScripts, scriptNames } from './run-script.mjs';

let folder: string;
let told: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taskbay-scripts-'));
  mkdirSync(join(folder, 'bench'));
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function script(name: string, code: string): void {
  writeFileSync(join(folder, 'bench', name), code);
}

describe('runScripts', () => {
  it('lists the names when it does not know one', async () => {
    script('routing.bench.ts', '');
    script('frames.bench.ts', '');
    script('shapes.ts', '');
    expect(scriptNames('bench', folder)).toEqual(['frames', 'routing']);
    expect(await runScripts('bench', ['nope'], folder)).toBe(2);
    expect(told).toContain('no bench is called "nope"; there are: frames, routing');
  });

  it('says when there is none', async () => {
    expect(await runScripts('soak', [], folder)).toBe(2);
    expect(told).toContain('there is no soak: write soak/<name>.soak.ts');
  });

  it('runs TypeScript with its arguments and answers with its exit code', async () => {
    const out = join(folder, 'out');
    script('answer.ts', 'export const answer: number = 42;');
    script(
      'one.bench.ts',
      `import { writeFileSync } from 'node:fs';
       import { answer } from './answer.ts';
       writeFileSync(${JSON.stringify(out)}, answer + ' ' + process.argv.slice(2).join(' '));
       process.exitCode = 3;`,
    );
    expect(await runScripts('bench', ['one', '--size', '7'], folder)).toBe(3);
    expect(readFileSync(out, 'utf8')).toBe('42 --size 7');
  });
});
