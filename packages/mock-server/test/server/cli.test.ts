import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadyFacts } from '@taskbay/mock-server';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(packageFolder, 'node_modules/.cache', `taskbay-cli-${process.pid}`);
const cli = join(folder, 'dist/cli.js');
const protocol = fileURLToPath(new URL('../../../protocol/src/index.ts', import.meta.url));
const token = fileURLToPath(new URL('../../../token/src/index.ts', import.meta.url));

const running = new Set<ChildProcess>();

/** The command from the sources as one file, with its package file a folder up as in the published package. */
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  cpSync(join(packageFolder, 'package.json'), join(folder, 'package.json'));
  await build({
    entryPoints: [join(packageFolder, 'src/cli.ts')],
    outfile: cli,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { '@taskbay/protocol': protocol, '@taskbay/token': token },
    // Bundled CommonJS dependencies ask for Node's own modules through require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function launch(file: string, args: readonly string[]) {
  const child = spawn(process.execPath, [file, ...args], { env: { PATH: process.env['PATH'] ?? '' } });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  const line = async (): Promise<string> => {
    await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain('\n');
    return output.stdout.slice(0, output.stdout.indexOf('\n'));
  };
  return { child, ended, line };
}

const taskbay = (...args: string[]) => launch(cli, args);

describe('taskbay', () => {
  it('shows help and version', async () => {
    const [help, startHelp, version] = await Promise.all([
      taskbay('--help').ended,
      taskbay('start', '--help').ended,
      taskbay('--version').ended,
    ]);
    expect(help).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('start') });
    expect(startHelp).toMatchObject({ code: 0, stdout: expect.stringMatching(/--port[\s\S]*--seed[\s\S]*--json/) });
    expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) });
  });

  it('says in one sentence what is wrong, with exit code 2 and a silent stdout', async () => {
    const wrong = [
      [],
      ['stop'],
      ['start', '--prot', '1'],
      ['start', '--port', 'x'],
      ['start', '--seed', 'missing.yaml'],
    ];
    const ended = await Promise.all(
      [...wrong, ['start', '--account-sid', 'AC1']].map((args) => taskbay(...args).ended),
    );
    for (const { code, stdout, stderr } of ended) {
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^taskbay: .+\n$/),
      });
    }
  });
});

describe('taskbay start', () => {
  it('@smoke writes the ready line, serves, refuses a second start on its port, and stops on SIGTERM', async () => {
    const server = taskbay('start', '--port', '0', '--json', '--clock', 'manual', '--now', '2026-01-31T08:00:00Z');
    const ready: ReadyFacts = JSON.parse(await server.line());
    expect(Object.keys(ready)).toEqual([
      'event',
      'url',
      'wsUrl',
      'consoleUrl',
      'accountSid',
      'authToken',
      'apiKeySid',
      'apiKeySecret',
      'workspaces',
    ]);
    expect(await (await fetch(`${ready.url}/control/time`)).json()).toEqual({
      mode: 'manual',
      now: '2026-01-31T08:00:00.000Z',
      next: null,
    });
    const second = await taskbay('start', '--port', new URL(ready.url).port).ended;
    expect(second).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^taskbay: .*in use.*\n$/) });
    const stream = await fetch(`${ready.url}/control/stream`);
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^.*\n$/) });
    expect(await stream.text()).toContain('event: clock');
  });

  it('tells people where it is, without secrets from outside', async () => {
    const server = taskbay('start', '--port', '0', '--auth-token', 'from-outside', '--api-secret', 'another-secret');
    await server.line();
    server.child.kill('SIGINT');
    const { code, stdout, stderr } = await server.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/taskbay is ready at http:\/\/127\.0\.0\.1:\d+\//);
    expect(stdout).toContain('alice, bob, carol, dave');
    expect(stdout).not.toMatch(/from-outside|another-secret/);
  });

  const answers = (url: string) =>
    fetch(`${url}/health`).then(
      () => true,
      () => false,
    );

  it('stops by itself when its parent is killed', async () => {
    const parent = join(folder, 'parent.mjs');
    const script = `import { spawn } from 'node:child_process';
spawn(process.execPath, [${JSON.stringify(cli)}, 'start', '--port', '0', '--json'], { stdio: 'inherit' });`;
    writeFileSync(parent, script);
    const started = launch(parent, []);
    const { url }: ReadyFacts = JSON.parse(await started.line());
    expect(await answers(url)).toBe(true);
    started.child.kill('SIGKILL');
    await expect.poll(() => answers(url), { timeout: 5_000, interval: 100 }).toBe(false);
  });

  it.runIf(process.platform === 'linux')('stops by itself when the npm behind its shell is killed', async () => {
    const npm = join(folder, 'npm.mjs');
    // The second command keeps the shell from handing its process to the first.
    const line = `${process.execPath} ${cli} start --port 0 --json; echo ended`;
    const script = `import { spawn } from 'node:child_process';
spawn('/bin/sh', ['-c', ${JSON.stringify(line)}], { stdio: 'inherit', env: { npm_lifecycle_event: 'start' } });`;
    writeFileSync(npm, script);
    const started = launch(npm, []);
    const { url }: ReadyFacts = JSON.parse(await started.line());
    expect(await answers(url)).toBe(true);
    started.child.kill('SIGKILL');
    await expect.poll(() => answers(url), { timeout: 5_000, interval: 100 }).toBe(false);
  });
});
