import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

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
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout }).once('line', (line) => resolve({ process: child, line, stop }));
  });
}
