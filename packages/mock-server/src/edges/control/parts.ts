import type { Runtime } from '../../runtime/runtime.ts';
import type { TimeControl } from '../../runtime/time-control.ts';
import type { AccessRules } from '../access.ts';
import type { ConnectionInfo } from '../bridge/connection-info.ts';
import type { Credentials, Logger } from '../context.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { MintedToken } from './mint.ts';

/** What control calls act on. */
export interface ControlParts {
  readonly runtime: Runtime;
  readonly time: TimeControl;
  readonly credentials: Credentials;
  readonly access: AccessRules;
  readonly log: Logger;
  readonly connections: () => readonly ConnectionInfo[];
  readonly webhooks: Webhooks;
  readonly cut: (id: string, code?: number, reason?: string) => boolean;
  /** Notes a token the server minted itself. */
  readonly learn: (minted: MintedToken) => void;
  /** Everything back to the start, or to another seed document. Rejects with SeedError and then changed nothing. */
  readonly reset: (seed?: object) => Promise<void>;
  readonly onReset: (listener: () => void) => () => void;
  /** Aborted when the server closes: streams end. */
  readonly closing: AbortSignal;
}

/** One control call. `path` holds the names in braces of its route. */
export type ControlCall = (
  parts: ControlParts,
  request: Request,
  path: Readonly<Record<string, string>>,
) => Promise<Response>;
