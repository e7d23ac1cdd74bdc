import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './bootstrap/pnpm.mjs';
import { root, say } from './bootstrap/project.mjs';
import { closingLine, exitCode } from './checks/counts.mjs';
import { runVitest } from './checks/vitest.mjs';

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
 * Runs one version of Node; resolves to its exit code (1 on a signal).
 * @param {string} version
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function runUnder(version, args) {
  const [command, ...prefix] = npmCommand(process.env, process.execPath, existsSync);
  const node = ['exec', '--yes', '--prefer-offline', `--package=node@${version}`, '--', 'node'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...node, ...args], {
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
  const counts = await runVitest(['-t', MARK, ...markedFiles()], (args) => runUnder(version, args));
  // Every case without the mark counts as skipped. A version on which none ran has proved nothing.
  const ran = { ...counts, skipped: 0 };
  say(`Node ${version}: ${closingLine(ran)}`);
  if (exitCode(ran, true) !== 0) failed.push(version);
}
say(failed.length === 0 ? 'all passed' : `FAILED on ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
