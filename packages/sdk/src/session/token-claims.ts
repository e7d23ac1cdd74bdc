import { TaskbayError } from '../errors.ts';
import type { ClientOptions } from '../options.ts';
import { type Fields, fieldsOrNone } from '../wire/fields.ts';
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

type Claims = Readonly<Record<string, string | undefined>>;

/** The payload of a token; throws for one that cannot be read. What is read of it is plain ASCII. */
export function payloadOf(token: string): Fields {
  const [, payload = ''] = token.split('.');
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
}

/** The same; nothing for a token that cannot be read. */
function claimsOf(token: string): Fields {
  try {
    return fieldsOrNone(payloadOf(token));
  } catch {
    return {};
  }
}

/** Chooses the wire and reads whose token it is. `wire` overrides what the token looks like. */
export function readToken(token: string, wire: ClientOptions['wire']): TokenFacts {
  // Plain JavaScript passes what it likes, an answer that holds the token, for one.
  if (!token || typeof token !== 'string') throw new TaskbayError('usage', 'The token is not a text');
  const claims = claimsOf(token);
  const grant = fieldsOrNone(fieldsOrNone(claims.grants).task_router);
  // Access tokens have the account under another name, and the others in a grant.
  const { sub, account_sid = sub, workspace_sid, worker_sid, taskqueue_sid } = { ...claims, ...grant } as Claims;
  return {
    generation: wire ?? (claims.policies && claims.channel ? 'v1' : 'v2'),
    accountSid: account_sid,
    workspaceSid: workspace_sid,
    workerSid: worker_sid,
    taskQueueSid: taskqueue_sid,
  };
}

/** Throws `usage` for a token that cannot take the place of another, which was for `sid` as far as that is known. */
export function checkRenewal(
  token: string,
  wire: ClientOptions['wire'],
  spoken: WireGeneration,
  sid?: string | null,
): void {
  const { generation, workerSid = sid } = readToken(token, wire);
  if (generation !== spoken || (sid && workerSid !== sid)) {
    throw new TaskbayError('usage', 'The token is for another wire or worker');
  }
}

/** Epoch milliseconds of the end that a token names; undefined if it cannot be read. */
export function expiryOf(token: string): number | undefined {
  const { exp } = claimsOf(token);
  return typeof exp === 'number' ? exp * 1000 : undefined;
}
