import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bootstrap/project.mjs';
import { runNode } from './command.mjs';
import { countsOfReport } from './counts.mjs';

/**
 * Runs vitest once with these arguments, its normal output on stdout.
 * @param {string[]} args
 * @param {(args: string[]) => Promise<number>} [run] runs Node with these arguments; resolves to its exit code
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runVitest(args, run = runNode) {
  const folder = mkdtempSync(join(tmpdir(), 'taskbay-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await run([`${root}/node_modules/vitest/vitest.mjs`, 'run', ...reporters, ...args]);
    const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    return countsOfReport(report, code === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} path a test file, or a folder that may hold some */
export function hasTests(path) {
  const full = join(root, path);
  if (!existsSync(full)) return false;
  if (path.endsWith('.test.ts')) return true;
  return readdirSync(full, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && entry.name.endsWith('.test.ts') && !entry.parentPath.includes('node_modules'),
  );
}
