import { isObject } from '@taskbay/protocol';
import type { Api } from '../commands/api.ts';
import type { TaskbayError } from '../errors.ts';
import type { Identity } from '../wire/wire.ts';
import { readToken } from './token-claims.ts';

/** Code and status: the token may not, or its worker is gone. One that has ended is dealt with where it is sent. */
const REFUSED = /refused40[134]/;
const NOT_FOUND = 404;

/**
 * Whether the server takes the token that `api` uses, as far as it can be had to say so: true, its refusal, or undefined.
 * Browsers do not tell why a handshake failed, so that it is asked over HTTP.
 */
export async function isTaken(
  api: Api,
  token: string,
  identity: Identity | undefined,
): Promise<true | TaskbayError | undefined> {
  const { workspaceSid, workerSid } = identity ?? readToken(token, undefined);
  // What a token may read that cannot be read is not known: only whether it is one is asked, so nothing need be found.
  const path = workerSid ? `Workspaces/${workspaceSid}/Workers/${workerSid}` : 'Workspaces';
  try {
    await api.client.request({ method: 'GET', path });
    return true;
  } catch (cause) {
    const error = cause as TaskbayError;
    if (!workerSid && error.status === NOT_FOUND) return true;
    // Proxies refuse with pages of their own, which say nothing of the token.
    return REFUSED.test(error.code + error.status) && isObject(error.body) ? error : undefined;
  }
}
