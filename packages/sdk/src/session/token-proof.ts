import { isObject } from '@taskbay/protocol';
import type { Channel } from '../commands/client.ts';
import type { TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import type { Identity } from '../wire/wire.ts';
import { readToken } from './token-claims.ts';
import type { Tokens } from './tokens.ts';

/** Code and status: the token may not, or its worker is gone. One that has ended is dealt with where it is sent. */
const REFUSED = /refused40[134]/;
const NOT_FOUND = 404;

export interface TokenProofOwner {
  readonly channel: Channel;
  readonly identity: Identity | undefined;
  /** The server takes neither the token nor one that `getToken` gave in its place. */
  refused(error: TaskbayError): void;
}

/**
 * Browsers do not tell why a handshake failed. Whether it was the token's fault is asked over HTTP, by one read for each
 * token that has opened no socket; what does not answer that leaves it to be asked after the next handshake. Returns what
 * is to be called when a socket was opened with a token, or was not.
 */
export function createTokenProof(
  owner: TokenProofOwner,
  tokens: Tokens,
  { getToken }: Ports,
): (token: string, opened: boolean) => void {
  /** This one has opened a socket, or was asked about. */
  let settled = '';
  /** Whether `getToken` was asked for another one since a socket opened. */
  let asked = false;
  /** Whether no socket opened since a handshake failed. */
  let shut = false;

  async function ask(token: string): Promise<void> {
    const { workspaceSid, workerSid } = owner.identity ?? readToken(token, undefined);
    // What a token may read that cannot be read is not known: only whether it is one is asked, so nothing need be found.
    const path = workerSid ? `Workspaces/${workspaceSid}/Workers/${workerSid}` : 'Workspaces';
    try {
      await owner.channel.request({ method: 'GET', path });
    } catch (cause) {
      const error = cause as TaskbayError;
      // Proxies refuse with pages of their own, which say nothing of the token.
      const said = REFUSED.test(error.code + error.status) && isObject(error.body);
      const unfound = !workerSid && error.status === NOT_FOUND;
      const refused = said && !unfound && shut && token === tokens.current;
      if (refused && getToken && !asked) {
        asked = true;
        await tokens.refused(token);
        if (!tokens.dead) return;
      }
      // What is not found here was asked for with a token that the server took.
      if (!unfound) settled = '';
      if (refused) owner.refused(error);
    }
  }

  return (token, opened) => {
    shut = !opened;
    if (opened) asked = false;
    else if (token !== settled) void ask(token);
    settled = token;
  };
}
