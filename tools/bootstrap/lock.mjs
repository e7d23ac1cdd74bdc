import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './project.mjs';

const heartbeatMs = 2_000;
const staleMs = 15_000;

/**
 * Runs `work` while holding a lock file, waiting for whoever holds it now.
 * A holder that died is recognised by a heartbeat that stopped (the file's modification time), not by its process id:
 * ids are reused and mean nothing across containers that share a checkout.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ pollMs?: number, staleAfterMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { pollMs = 200, staleAfterMs = staleMs } = {}) {
  const token = `${process.pid} ${randomUUID()}\n`;
  for (let told = false; !tryTake(path, token); told = true) {
    if (!told) say('another command is installing or building; waiting for it …');
    breakIfStale(path, staleAfterMs);
    await sleep(pollMs);
  }
  const heartbeat = setInterval(() => touch(path), heartbeatMs);
  const release = () => {
    if (readIfThere(path) === token) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/** @param {string} path @param {string} token */
function tryTake(path, token) {
  try {
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} path @param {number} staleAfterMs */
function breakIfStale(path, staleAfterMs) {
  const seen = readIfThere(path);
  if (seen === undefined || ageMs(path) < staleAfterMs) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  try {
    // Between the look and the rename somebody else may have broken it and taken it anew: give that one back.
    if (readIfThere(aside) !== seen) linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} path */
function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** @param {string} path */
function ageMs(path) {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** @param {string} path @returns {string | undefined} */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** @param {unknown} error @param {string} code */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
