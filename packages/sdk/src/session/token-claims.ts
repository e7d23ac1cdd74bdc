import { decodeToken, tokenFamily } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import type { ClientOptions } from '../options.ts';
import type { Identity, WireGeneration } from '../wire/wire.ts';

/** What the SDK reads from a token without checking it; the server does the checking. */
export interface TokenFacts {
  readonly generation: WireGeneration;
  /** Undefined when the token does not name a worker or cannot be read. */
  readonly workerSid: string | undefined;
  readonly accountSid: string | undefined;
  readonly workspaceSid: string | undefined;
  readonly taskQueueSid: string | undefined;
  /** Complete on tokens that say everything, as capability tokens do. */
  readonly identity: Identity | undefined;
}

/** Chooses the wire and reads whose token it is. `wire` overrides what the token looks like. */
export function readToken(token: string, wire: ClientOptions['wire']): TokenFacts {
  if (typeof token !== 'string' || token === '') throw new TaskbayError('usage', 'The token is not a text');
  const decoded = decodeToken(token);
  const payload = decoded?.payload ?? {};
  const generation = wire ?? (tokenFamily(payload, decoded?.header) === 'capability' ? 'v1' : 'v2');
  const grant = generation === 'v1' ? payload : record(record(payload.grants).task_router);
  const workerSid = word(grant.worker_sid);
  const workspaceSid = word(grant.workspace_sid);
  const accountSid = word(generation === 'v1' ? payload.account_sid : payload.sub);
  const complete = accountSid !== undefined && workspaceSid !== undefined && workerSid !== undefined;
  const taskQueueSid = word(grant.taskqueue_sid);
  const named = { accountSid, workspaceSid, workerSid, taskQueueSid };
  return { generation, ...named, identity: complete ? { accountSid, workspaceSid, workerSid } : undefined };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
