import type { HmacAlgorithm } from '../algorithms.ts';
import { HMAC_ALGORITHMS } from '../algorithms.ts';
import { TokenError } from '../errors.ts';
import { lifetime } from '../mint/options.ts';
import { signAccess } from '../mint/sign.ts';

export interface TaskRouterGrantOptions {
  readonly workspaceSid?: string;
  readonly workerSid?: string;
  readonly role?: string;
}

/** Anything with a key and a payload can be granted. */
export interface Grant {
  readonly key: string;
  toPayload(): object;
}

/** The vendor's `AccessToken.TaskRouterGrant`; empty fields stay out of the payload. */
export class TaskRouterGrant implements Grant {
  readonly key = 'task_router';
  workspaceSid: string | undefined;
  workerSid: string | undefined;
  role: string | undefined;

  constructor(options: TaskRouterGrantOptions = {}) {
    this.workspaceSid = options.workspaceSid;
    this.workerSid = options.workerSid;
    this.role = options.role;
  }

  toPayload(): object {
    return {
      ...(this.workspaceSid ? { workspace_sid: this.workspaceSid } : {}),
      ...(this.workerSid ? { worker_sid: this.workerSid } : {}),
      ...(this.role ? { role: this.role } : {}),
    };
  }
}

export interface CompatAccessTokenOptions {
  readonly identity: string | number;
  /** Seconds; zero and absent mean 3600. */
  readonly ttl?: number;
  /** Epoch seconds. */
  readonly nbf?: number;
  readonly region?: string;
}

/**
 * The vendor's `jwt.AccessToken`. `toJwt` answers a promise, because Web Crypto does. As with the vendor, nothing limits
 * `ttl` here: the service refuses more than 24 hours.
 */
export class AccessToken {
  static readonly DEFAULT_ALGORITHM: HmacAlgorithm = 'HS256';
  static readonly ALGORITHMS: readonly HmacAlgorithm[] = HMAC_ALGORITHMS;
  static readonly TaskRouterGrant = TaskRouterGrant;

  readonly accountSid: string;
  readonly keySid: string;
  readonly secret: string;
  readonly grants: Grant[] = [];
  identity: string | number;
  ttl: number;
  nbf: number | undefined;
  region: string | undefined;

  constructor(accountSid: string, keySid: string, secret: string, options: CompatAccessTokenOptions) {
    for (const [name, value] of Object.entries({ accountSid, keySid, secret })) {
      if (!value) throw new TokenError('missing_option', name, `${name} is required`);
    }
    if (!options?.identity) {
      throw new TokenError('missing_option', 'identity', 'identity is required to be specified in options');
    }
    this.accountSid = accountSid;
    this.keySid = keySid;
    this.secret = secret;
    this.identity = options.identity;
    this.ttl = options.ttl || 3600;
    this.nbf = options.nbf;
    this.region = options.region;
  }

  addGrant(grant: Grant): void {
    this.grants.push(grant);
  }

  async toJwt(algorithm: HmacAlgorithm = AccessToken.DEFAULT_ALGORITHM): Promise<string> {
    if (!HMAC_ALGORITHMS.includes(algorithm)) {
      const message = `Algorithm not supported. Allowed values are ${HMAC_ALGORITHMS.join(', ')}`;
      throw new TokenError('invalid_option', 'algorithm', message);
    }
    // The vendor's would write `"nbf": null`, which no verifier accepts.
    if (typeof this.nbf === 'number' && !Number.isFinite(this.nbf)) {
      throw new TokenError('invalid_option', 'nbf', `nbf must be epoch seconds, got ${this.nbf}`);
    }
    const { iat, exp } = lifetime({ ttl: this.ttl });
    const claims = {
      jti: `${this.keySid}-${iat}`,
      grants: {
        ...(isIdentity(this.identity) ? { identity: String(this.identity) } : {}),
        ...Object.fromEntries(this.grants.map((grant) => [grant.key, grant.toPayload()])),
      },
      ...(typeof this.nbf === 'number' ? { nbf: this.nbf } : {}),
      iat,
      exp,
      iss: this.keySid,
      sub: this.accountSid,
    };
    return signAccess(claims, this.secret, { algorithm, ...(this.region ? { region: this.region } : {}) });
  }
}

function isIdentity(value: unknown): boolean {
  return typeof value === 'string' || Number.isInteger(value);
}
