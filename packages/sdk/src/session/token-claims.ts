import { decodeToken, isCapability } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import type { ClientOptions } from '../options.ts';
import { fieldsOrNone } from '../wire/fields.ts';
import type { WireGeneration } from '../wire/wire.ts';

/** What the SDK reads from a token without checking it; the server does the checking. */
export interface TokenFacts {
  readonly generation: WireGeneration;
  /** Undefined, as are the others, when the token does not name one or cannot be read. */
  readonly workerSid: string | undefined;
  readonly accountSid: string | undefined;
  readonly workspaceSid: string | undefined;
  readonly taskQueueSid: string | undefined;
}

/** Chooses the wire and reads whose token it is. `wire` overrides what the token looks like. */
export function readToken(token: string, wire: ClientOptions['wire']): TokenFacts {
  if (typeof token !== 'string' || token === '') throw new TaskbayError('usage', 'The token is not a text');
  const { payload = {} } = decodeToken(token) ?? {};
  const generation = wire ?? (isCapability(payload) ? 'v1' : 'v2');
  const v1 = generation === 'v1';
  const grant = v1 ? payload : fieldsOrNone(fieldsOrNone(payload.grants).task_router);
  return {
    generation,
    accountSid: word(v1 ? payload.account_sid : payload.sub),
    workspaceSid: word(grant.workspace_sid),
    workerSid: word(grant.worker_sid),
    taskQueueSid: word(grant.taskqueue_sid),
  };
}

/** Reads a token that shall take the place of another; throws `usage` when it is for the other wire. */
export function checkRenewal(token: string, wire: ClientOptions['wire'], spoken: WireGeneration): TokenFacts {
  const facts = readToken(token, wire);
  if (facts.generation === spoken) return facts;
  throw new TaskbayError('usage', `The new token is for wire ${facts.generation}, not ${spoken}`);
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Epoch milliseconds of the end that a token names; undefined if it cannot be read. */
export function expiryOf(token: string): number | undefined {
  const { exp } = decodeToken(token)?.payload ?? {};
  return typeof exp === 'number' ? exp * 1000 : undefined;
}
