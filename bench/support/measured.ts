import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { firstLine } from './processes.ts';

/** A Node process that tells what memory it holds and what it has cost. */
export interface Measured<Ready> {
  readonly ready: Ready;
  /** Microseconds of processor time so far. */
  readonly cpu: () => Promise<number>;
  /** Bytes after a collection: JavaScript heap with buffers, and the whole process. */
  readonly memory: () => Promise<{ readonly heap: number; readonly process: number }>;
  readonly stop: () => Promise<void>;
}

/** Answers with its processor time, or with its memory, collected as far as it goes; ends with its parent. */
const PRELUDE = `
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (asked) => {
    if (asked === 'cpu') {
      const { user, system } = process.cpuUsage();
      process.send(user + system);
      return;
    }
    for (let round = 0; round < 4; round += 1) {
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send({ heap: heapUsed + external, process: rss });
  });`;

/** Runs module source whose first message says that it is ready. */
export async function startMeasured<Ready>(source: string): Promise<Measured<Ready>> {
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', `${PRELUDE}\n${source}`], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return measured(child, await message<Ready>(child));
}

const CLI = 'packages/mock-server/dist/cli.js';

/** Runs the server as its users do, by the command line, on a manual clock; answers with its ready line. */
export async function startServer<Ready>(seed: object): Promise<Measured<Ready>> {
  // In a file: ten thousand workers are too long for a command line.
  const folder = mkdtempSync(join(tmpdir(), 'taskbay-bench-'));
  const file = join(folder, 'seed.json');
  writeFileSync(file, JSON.stringify(seed));
  const prelude = `data:text/javascript,${encodeURIComponent(PRELUDE)}`;
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', prelude, CLI, 'start', '--json', '--port', '0', '--clock', 'manual', '--seed', file],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  try {
    return measured(child, JSON.parse(await firstLine(child, child.stdout as Readable)) as Ready);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measured<Ready>(child: ChildProcess, ready: Ready): Measured<Ready> {
  return {
    ready,
    cpu: () => {
      child.send('cpu');
      return message(child);
    },
    memory: () => {
      child.send('memory');
      return message(child);
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}

function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`The measured process ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (told) => {
      child.off('exit', ended);
      resolve(told as T);
    });
  });
}
