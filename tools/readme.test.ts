import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { root } from './bootstrap/project.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const run = promisify(execFile);

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code]) => code ?? '');
}

/** Every command of the page: lines of shell blocks without their remarks, and inline ones. */
function commands(): string[] {
  const lines = blocks('sh').flatMap((block) => block.split('\n').map((line) => line.replace(/\s+#.*/, '').trim()));
  const inline = [...readme.matchAll(/`(np[mx] [^`]+)`/g)].map(([, command]) => command ?? '');
  return [...new Set([...lines, ...inline])].filter((command) => command !== '');
}

// A command installs and builds first when a source changed since the last build.
describe('the commands of the README', { timeout: 180_000 }, () => {
  it('are these, each run below', () => {
    expect(commands()).toEqual(['npm start', 'npm test', 'npm run demo', 'npm start --silent -- --json']);
  });

  it('npm start brings the server up', async () => {
    const line = await firstLine(['start', '--', '--port', '0'], (text) => text.includes('http://127.0.0.1:'));
    expect(line).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
  });

  it('npm start --silent -- --json prints the ready line first', async () => {
    const line = await firstLine(['start', '--silent', '--', '--json', '--port', '0'], () => true);
    expect(JSON.parse(line)).toMatchObject({ event: 'ready', workspaces: [{ friendlyName: 'Support Desk' }] });
  });

  it('npm run demo tells the main job', async () => {
    const { stdout } = await run('npm', ['run', 'demo', '--silent'], {
      cwd: root,
      shell: process.platform === 'win32',
    });
    expect(stdout).toContain('3. Nobody answers, and nobody has to wait for it');
  });
});

describe('the example of the README', () => {
  const file = join(root, 'examples/demo', `readme-${process.pid}.mjs`);

  beforeAll(() => {
    mkdirSync(join(root, 'examples/demo'), { recursive: true });
    const [example = '', helper = ''] = blocks('js');
    writeFileSync(file, `${example}\nawait worker.disconnect();\nawait server.close();\n${helper}`);
  });

  afterAll(() => rmSync(file, { force: true }));

  it('is at most ten lines of work and prints what it says', async () => {
    const lines = (blocks('js')[0] ?? '')
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(10);
    const { stdout } = await run(process.execPath, [file]);
    expect(stdout.trim().split('\n')).toEqual([
      "offered { channel: 'voice', language: 'es' }",
      'two minutes went by in no time',
    ]);
  });
});

/** Runs npm until a line of its output is the one; the whole process group ends with the test, also when that times out. */
async function firstLine(args: readonly string[], wanted: (line: string) => boolean): Promise<string> {
  const child = spawn('npm', args, { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  });
  for await (const line of createInterface({ input: child.stdout })) if (wanted(line)) return line;
  throw new Error(`npm ${args.join(' ')} ended without the line`);
}
