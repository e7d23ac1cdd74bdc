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
  send({ sid, method, fields }: Delivery, target: Target, limit: number): Promise<Reply> {
    const { runtime, credentials } = this.context;
    const sender = { runtime, authToken: credentials.authToken, sendOut: this.sendOut, ended: this.ending.signal };
    const idempotencyToken = idempotencyTokenOf(sid, fields.SequenceNumber);
    const shortest = Math.min(limit, target.limit ?? limit);
    return request(sender, { method, target, fields, idempotencyToken, limit: shortest, sid });
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

/** A UUID made of the SID; a call or a conference is told of several times, each with a token of its own. */
export function idempotencyTokenOf(sid: string, sequence: string | undefined): string {
  const digits = sid.slice(2);
  const tail = (Number.parseInt(digits.slice(-8), 16) ^ Number(sequence ?? 0)) >>> 0;
  const own = digits.slice(0, -8) + tail.toString(16).padStart(8, '0');
  return own.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
