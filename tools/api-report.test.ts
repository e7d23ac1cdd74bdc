import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap/project.mjs';

const published = ['sdk', 'token', 'mock-server'];
const reported = published.filter((name) => existsSync(join(root, 'packages', name, 'api.md')));

/** In a process of its own: the builds look for their files from the package's folder. */
async function report(name: string): Promise<string> {
  const args = [join(root, 'tools/api-report.mjs'), join(root, 'packages', name)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return stdout;
}

describe('the public API', () => {
  it.each(reported)(
    'of %s is the one in its api.md',
    async (name) => {
      const committed = readFileSync(join(root, 'packages', name, 'api.md'), 'utf8');
      const hint = `if the change is meant: node tools/api-report.mjs packages/${name} --write`;
      expect(await report(name), hint).toBe(committed);
    },
    60_000,
  );

  it('of the token package is reported for every subpath it exports', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'packages/token/package.json'), 'utf8'));
    const subpaths = Object.keys(exports).filter((path) => path !== './package.json');
    const text = readFileSync(join(root, 'packages/token/api.md'), 'utf8');
    const headings = subpaths.map((path) => `\n## @taskbay/token${path.slice(1)}\n`);
    expect(headings.filter((heading) => !text.includes(heading))).toEqual([]);
  });
});
