import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startMockServer } from '@taskbay/mock-server';
import { describe, expect, it } from 'vitest';
import { oneAgentDesk } from './support/one-agent-desk.ts';

const CHILD = fileURLToPath(new URL('children/disconnects.mjs', import.meta.url));
const SEED = oneAgentDesk({ name: 'Disconnects', capacity: 1 });
const REACHED = ['at once', 'connecting', 'starting', 'ready', 'with a command under way'] as const;

/** Resolves when the process is gone, with the worker's last state. A timer or socket left over keeps it for long. */
function lastState(token: string, url: string, moment: string): Promise<unknown> {
  const child = fork(CHILD, [token, url, moment], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let told: unknown;
    child.on('message', (state) => {
      told = state;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve(told);
      else reject(new Error(`The process ended with ${code ?? signal}`));
    });
  });
}

describe.each(['access', 'capability'] as const)('a process whose worker disconnects (%s token)', (kind) => {
  it.each(REACHED)('@smoke ends, disconnected %s', async (moment) => {
    await using server = await startMockServer({ seed: SEED });
    expect(await lastState(await server.token({ worker: 'alice', kind }), server.url, moment)).toBe('stopped');
  });

  it('@smoke ends, disconnected while nobody answers', async () => {
    const server = await startMockServer({ seed: SEED });
    const token = await server.token({ worker: 'alice', kind });
    await server.close();
    expect(await lastState(token, server.url, 'waiting to try again')).toBe('stopped');
  });
});
