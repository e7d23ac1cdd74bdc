import type { EdgeContext } from '../context.ts';
import type { Delivery } from './log.ts';
import { type Reply, request, type SendOut } from './request.ts';
import type { Target } from './target.ts';

/** Sends callbacks as this account, until everything under way is aborted. */
export class Sender {
  private readonly context: EdgeContext;
  private readonly sendOut: SendOut;
  private ending = new AbortController();

  constructor(context: EdgeContext, sendOut: SendOut) {
    this.context = context;
    this.sendOut = sendOut;
  }

  /** `limit`: milliseconds of server time, unless the URL has its own. */
  send({ sid, fields }: Delivery, target: Target, limit: number): Promise<Reply> {
    const { runtime, credentials } = this.context;
    const sender = { runtime, authToken: credentials.authToken, sendOut: this.sendOut, ended: this.ending.signal };
    const idempotencyToken = sid.slice(2).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return request(sender, { target, fields, idempotencyToken, limit: Math.min(limit, target.limit ?? limit), sid });
  }

  /** Writes an attempt down. */
  note({ attempts }: Delivery, { url }: Target, reply: Reply, problem: string | null): void {
    const time = new Date(this.context.runtime.clock.now()).toISOString();
    attempts.push({ time, url, status: reply.kind === 'answer' ? reply.status : null, problem });
  }

  /** Aborted when what is under way now is given up. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  abort(): void {
    this.ending.abort();
    this.ending = new AbortController();
  }
}
