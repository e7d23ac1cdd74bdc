import { readFileSync } from 'node:fs';

const lookMs = 500;

/**
 * Runs `work`, and ends this process as SIGTERM would when whoever started it dies meanwhile: a server that began its
 * life as an orphan would hold its port for good.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function whileLaunched(work) {
  const launchers = ancestry();
  const timer = setInterval(() => {
    if (ancestry() !== launchers) process.kill(process.pid, 'SIGTERM');
  }, lookMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** The parent, and behind the shell that npm puts between, npm itself; a dead one is replaced by another number. */
function ancestry() {
  const parent = process.ppid;
  return process.env.npm_lifecycle_event === undefined ? `${parent}` : `${parent} ${parentOf(parent)}`;
}

/** @param {number} pid from Linux' /proc; undefined elsewhere */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in parentheses and may hold anything, spaces and parentheses too.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
