import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './bootstrap/project.mjs';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { env, cwd: tmpdir() }, (_failed, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('the bootstrap', () => {
  it('names its commands when it does not know one, on stderr only', async () => {
    const { code, stdout, stderr } = await run(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'serve']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('taskbay: unknown command "serve": use one of start, test, build, demo, bench, soak\n');
  });

  it('is what every root command runs, without shell syntax', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const name of ['start', 'test', 'build', 'demo', 'bench', 'soak']) {
      expect(scripts[name]).toBe(`node tools/bootstrap.mjs ${name}`);
    }
  });

  it('needs nothing installed before it installs', () => {
    const seen = new Set<string>();
    const visit = (path: string) => {
      if (seen.has(path)) return;
      seen.add(path);
      const imports = [...readFileSync(path, 'utf8').matchAll(/^import .* from '([^']+)';$/gm)].map(
        ([, from]) => from ?? '',
      );
      for (const from of imports) {
        if (from.startsWith('.')) visit(join(path, '..', from));
        else expect(`${path}: ${from}`).toMatch(/: node:/);
      }
    };
    visit(join(root, 'tools/bootstrap.mjs'));
    visit(join(root, 'tools/run-tests.mjs'));
    expect(seen.size).toBeGreaterThan(5);
  });
});

describe('the script of continuous integration', () => {
  let bin: string;

  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'taskbay-ci-'));
    symlinkSync('/bin/bash', join(bin, 'bash'));
  });

  afterEach(() => rmSync(bin, { recursive: true, force: true }));

  /** A program on the PATH that notes its call, shows the variables that matter, and ends with this code. */
  function program(name: string, code = 0): void {
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/bash\necho "${name} $* CI=$CI" >> ${bin}/calls\nexit ${code}\n`);
    chmodSync(path, 0o755);
  }

  async function calls(): Promise<{ code: number; calls: string[] }> {
    const { code } = await run('/bin/bash', [join(root, '.ci/run')], { PATH: bin, CI: '' });
    const log = join(bin, 'calls');
    return { code, calls: existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [] };
  }

  it.each([0, 7])('ends with the code of npm test: %d', async (code) => {
    program('npm', code);
    program('chromium');
    expect(await calls()).toEqual({ code, calls: ['npm test CI=true'] });
  });

  it('installs a browser where there is none and it may, and goes on when it cannot', async () => {
    program('npm');
    program('apt-get', 1);
    const tried = process.getuid?.() === 0 ? ['apt-get update -qq CI='] : [];
    expect(await calls()).toEqual({ code: 0, calls: [...tried, 'npm test CI=true'] });
  });
});
