import type { AccessClaims } from '@taskbay/protocol';
import { TokenError } from '../errors.ts';
import { MAX_ACCESS_LIFETIME } from '../limits.ts';
import type { LifetimeOptions } from './options.ts';
import { lifetime, requireSid, requireText } from './options.ts';
import { signAccess } from './sign.ts';

export interface AccessTokenOptions extends LifetimeOptions {
  readonly accountSid: string;
  readonly apiKeySid: string;
  /** Signs the token. */
  readonly apiKeySecret: string;
  readonly identity: string;
  readonly workspaceSid: string;
  /** Required for the role `worker`. */
  readonly workerSid?: string;
  /** Default `worker`. */
  readonly role?: string;
  /** Epoch seconds before which the token is refused. */
  readonly nbf?: number;
}

/**
 * Mints an access token with a TaskRouter grant, for TaskRouter SDK v2 clients. It lives 24 hours at most, as the
 * platform demands. Rejects with `TokenError` when an option is missing or wrong.
 */
export async function mintAccessToken(options: AccessTokenOptions): Promise<string> {
  const role = options.role ?? 'worker';
  requireSid('accountSid', options.accountSid, 'AC');
  requireSid('apiKeySid', options.apiKeySid, 'SK');
  requireText('apiKeySecret', options.apiKeySecret);
  requireText('identity', options.identity);
  requireSid('workspaceSid', options.workspaceSid, 'WS');
  requireText('role', role);
  if (role === 'worker' || options.workerSid !== undefined) requireSid('workerSid', options.workerSid, 'WK');
  const { iat, exp } = lifetime(options);
  if (exp - iat > MAX_ACCESS_LIFETIME) {
    const message = `ttl must be at most ${MAX_ACCESS_LIFETIME} seconds for an access token, got ${exp - iat}`;
    throw new TokenError('ttl_too_long', 'ttl', message);
  }
  if (options.nbf !== undefined && !Number.isSafeInteger(options.nbf)) {
    throw new TokenError('invalid_option', 'nbf', `nbf must be whole epoch seconds, got ${options.nbf}`);
  }
  const claims: AccessClaims = {
    jti: `${options.apiKeySid}-${iat}`,
    grants: {
      identity: options.identity,
      task_router: {
        workspace_sid: options.workspaceSid,
        ...(options.workerSid === undefined ? {} : { worker_sid: options.workerSid }),
        role,
      },
    },
    ...(options.nbf === undefined ? {} : { nbf: options.nbf }),
    iat,
    exp,
    iss: options.apiKeySid,
    sub: options.accountSid,
  };
  return signAccess(claims, options.apiKeySecret);
}
