import { TaskbayError } from '../errors.ts';
import { checkServerUrl, type WorkerOptions } from '../options.ts';
import type { TokenFacts } from '../session/token-claims.ts';
import { createWireV1 } from './v1.ts';
import { createWireV2 } from './v2.ts';
import type { Identity, Wire } from './wire.ts';

/**
 * The wire a token asks for, on the server the options name, and whose it is where the token says it all. `channelSid`:
 * what the v1 path ends in. Throws `usage` where a v1 token does not name it.
 */
export function createWire(
  { generation, accountSid, workspaceSid, workerSid }: TokenFacts,
  options: WorkerOptions,
  channelSid = workerSid,
): { wire: Wire; identity: Identity | undefined } {
  const settings = { ...options, serverUrl: checkServerUrl(options) };
  const identity =
    accountSid && workspaceSid && channelSid ? { accountSid, workspaceSid, workerSid: channelSid } : undefined;
  if (generation === 'v2') return { wire: createWireV2(settings), identity };
  if (identity) return { wire: createWireV1(settings, identity), identity };
  throw new TaskbayError('usage', 'The token lacks account_sid, workspace_sid or worker_sid');
}
