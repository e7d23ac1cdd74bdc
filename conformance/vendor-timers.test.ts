import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_SEED } from './cases/main-job.ts';
import { Mailbox } from './support/mailbox.ts';

const SCRIPT = fileURLToPath(new URL('./children/vendor-timers.mjs', import.meta.url));

interface Told {
  readonly event: string;
  readonly detail: unknown;
}

/** The vendor's client in a process of its own, whose timers this one moves. */
class Child {
  private readonly told = new Mailbox<Told>();
  private readonly process: ChildProcess;

  constructor(server: MockServer, token: string) {
    this.process = fork(SCRIPT, [token, server.url], { execArgv: ['--no-warnings'] });
    this.process.on('message', (message) => this.told.put(message as Told));
  }

  next(): Promise<Told> {
    return this.told.take();
  }

  elapse(milliseconds: number): void {
    this.process.send(milliseconds);
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.disconnect();
    await gone;
  }
}

async function withChild(ttl: number, run: (child: Child, server: MockServer) => Promise<void>): Promise<void> {
  await using server = await startMockServer({ seed: MAIN_JOB_SEED, clock: 'manual' });
  const child = new Child(server, await server.token({ worker: 'alice', ttl }));
  try {
    expect(await child.next()).toEqual({ event: 'ready', detail: null });
    await run(child, server);
  } finally {
    await child.close();
  }
}

describe('the timers of twilio-taskrouter 2.1.1', () => {
  it('give up a socket that is silent for 30 s and come back within a second', () =>
    withChild(3_600, async (child) => {
      child.elapse(31_000);
      expect(await child.next()).toEqual({ event: 'disconnected', detail: { message: 'Connection lost' } });
      child.elapse(1_000);
      expect(await child.next()).toEqual({ event: 'ready', detail: null });
    }));

  it('tell of an expiring token 5 s early, by the lifetime that init said', () =>
    withChild(20, async (child, server) => {
      child.elapse(15_000);
      expect(await child.next()).toEqual({ event: 'tokenExpired', detail: null });
      // The SDK leaves the socket open: closing it is the server's part, and it stays away then.
      await server.time.advance({ seconds: 20 });
      const told = [await child.next(), await child.next()];
      expect(told).toContainEqual({ event: 'disconnected', detail: { message: 'Token expired' } });
    }));
});
