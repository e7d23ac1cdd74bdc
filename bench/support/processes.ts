import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Started {
  readonly process: ChildProcess;
  /** First line of standard output. */
  readonly line: string;
  readonly stop: () => Promise<void>;
}

/** Starts Node with these arguments and waits for its first line of output. */
export function startNode(args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return firstLine(child, child.stdout).then((line) => ({ process: child, line, stop }));
}

/** The first line that a process writes; rejects when it ends before. */
export function firstLine(child: ChildProcess, output: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`A process ended with ${code} before it was ready`)));
    createInterface({ input: output }).once('line', resolve);
  });
}
