import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './bootstrap/pnpm.mjs';
import { root, say } from './bootstrap/project.mjs';

// node tools/node-versions.mjs [version…]: the cases marked @smoke, on the other supported versions of Node. npm fetches
// them, which is why `npm test` leaves this out.

const MARK = '@smoke';
const VERSIONS = ['22.23.3', '24.21.0'];

/** Test files that have a marked case. */
function markedFiles() {
  return ['packages', 'conformance', 'examples', 'tools'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && entry.name.endsWith('.test.ts') && !entry.parentPath.includes('node_modules'),
      )
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path, 'utf8').includes(MARK)),
  );
}

/**
 * Runs vitest under one version; resolves to its exit code (1 on a signal).
 * @param {string} version
 * @returns {Promise<number>}
 */
function runUnder(version) {
  const [command, ...prefix] = npmCommand(process.env, process.execPath, existsSync);
  const node = ['exec', '--yes', '--prefer-offline', `--package=node@${version}`, '--', 'node'];
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '-t', MARK, ...markedFiles()];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...node, ...vitest], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const given = process.argv.slice(2);
const failed = [];
for (const version of given.length > 0 ? given : VERSIONS) {
  say(`${MARK} on Node ${version}`);
  if ((await runUnder(version)) !== 0) failed.push(version);
}
say(failed.length === 0 ? 'all passed' : `FAILED on ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
