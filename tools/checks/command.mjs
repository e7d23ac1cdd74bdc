import { spawn } from 'node:child_process';
import { root } from '../bootstrap/project.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/** Longer than any check takes: a hang must end as a failure, not as a run that is cut off without a word. */
const checkLimitMs = 10 * 60_000;

/**
 * One Node program as one check: passed when it ends with code 0.
 * @param {string} name
 * @param {string[]} args program file and its arguments
 * @returns {Promise<Counts>}
 */
export async function runCommand(name, args) {
  const code = await runNode(args);
  console.log(`${code === 0 ? 'pass' : 'FAIL'} ${name}`);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Runs a Node program in the repository's folder with this process's output; resolves to its exit code (1 on a signal).
 * @param {string[]} args
 * @param {{ limitMs?: number }} [options] infinite for what may run for hours
 * @returns {Promise<number>}
 */
export function runNode(args, { limitMs = checkLimitMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      ...(Number.isFinite(limitMs) ? { timeout: limitMs, killSignal: 'SIGKILL' } : {}),
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') console.log(`killed (limit ${limitMs / 60_000} min): ${args.join(' ')}`);
      resolve(code ?? 1);
    });
  });
}
