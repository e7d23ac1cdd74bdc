import { TaskbayError } from '../errors.ts';
import { checkServerUrl, type WorkerOptions } from '../options.ts';
import type { TokenFacts } from '../session/token-claims.ts';
import { createWireV1 } from './v1.ts';
import { createWireV2 } from './v2.ts';
import type { Wire } from './wire.ts';

/** The wire a token asks for, on the server the options name. Throws `usage` where a v1 token names no worker. */
export function createWire({ generation, identity }: TokenFacts, options: WorkerOptions): Wire {
  const settings = {
    serverUrl: checkServerUrl(options),
    region: options.region,
    closeExistingSessions: options.closeExistingSessions ?? false,
    disconnectActivitySid: options.disconnectActivity,
  };
  if (generation === 'v2') return createWireV2(settings);
  if (identity !== undefined) return createWireV1(settings, identity);
  throw new TaskbayError('usage', 'The token lacks account_sid, workspace_sid or worker_sid');
}
