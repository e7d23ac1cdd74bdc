import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MockServer } from '@taskbay/mock-server';
import { Mailbox } from './mailbox.ts';

const SCRIPT = fileURLToPath(new URL('../children/vendor-timers.mjs', import.meta.url));

export interface Told {
  readonly event: string;
  readonly detail: unknown;
}

export interface ChildOptions {
  /** Options of the vendor's Worker. */
  readonly options?: object;
  /** Whether nobody listens to `error`. */
  readonly deaf?: boolean;
}

/** The vendor's client in a process of its own, whose timers this one moves. */
export class VendorChild {
  private readonly told = new Mailbox<Told>();
  private readonly process: ChildProcess;

  constructor(server: MockServer, token: string, options: ChildOptions = {}) {
    this.process = fork(SCRIPT, [token, server.url, JSON.stringify(options)], { execArgv: ['--no-warnings'] });
    this.process.on('message', (message) => {
      const told = message as Told;
      if (told.event !== 'constructed') this.told.put(told);
    });
  }

  /** The next thing it tells, or the next of that name. */
  next(event?: string): Promise<Told> {
    return this.told.take((told) => event === undefined || told.event === event);
  }

  /** Lets time pass for it, and for nobody else. */
  elapse(milliseconds: number): void {
    this.process.send(milliseconds);
  }

  /** Calls a method of its worker. */
  call(method: string, ...args: unknown[]): void {
    this.process.send([method, ...args]);
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.disconnect();
    await gone;
  }
}
