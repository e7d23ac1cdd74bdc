import { TokenError } from '../errors.ts';
import { capabilityClaims } from '../mint/capability.ts';
import { lifetime } from '../mint/options.ts';
import { signCapability } from '../mint/sign.ts';
import { Policy } from './policy.ts';

export interface TaskRouterCapabilityOptions {
  readonly accountSid: string;
  readonly authToken: string;
  readonly workspaceSid: string;
  /** SID of the worker, workspace or task queue. */
  readonly channelId: string;
  readonly friendlyName?: string;
  /** Seconds; zero and absent mean 3600. */
  readonly ttl?: number;
  readonly version?: string;
}

const REQUIRED = ['accountSid', 'authToken', 'workspaceSid', 'channelId'] as const;

/**
 * The vendor's `jwt.taskrouter.TaskRouterCapability`: starts with no rule at all. `toJwt` answers a promise, because Web
 * Crypto does; that and a working `allow: false` are the differences.
 */
export class TaskRouterCapability {
  static readonly Policy = Policy;

  readonly accountSid: string;
  readonly authToken: string;
  readonly workspaceSid: string;
  readonly channelId: string;
  readonly friendlyName: string | undefined;
  readonly ttl: number;
  readonly version: string;
  readonly policies: Policy[] = [];

  constructor(options: TaskRouterCapabilityOptions) {
    if (!options) throw new TokenError('missing_option', 'options', 'Required parameter "options" missing.');
    for (const name of REQUIRED) {
      if (!options[name]) throw new TokenError('missing_option', name, `Required parameter "options.${name}" missing.`);
    }
    this.accountSid = options.accountSid;
    this.authToken = options.authToken;
    this.workspaceSid = options.workspaceSid;
    this.channelId = options.channelId;
    this.friendlyName = options.friendlyName;
    this.ttl = options.ttl || 3600;
    this.version = options.version || 'v1';
  }

  addPolicy(policy: Policy): void {
    this.policies.push(policy);
  }

  async toJwt(): Promise<string> {
    const claims = capabilityClaims({
      accountSid: this.accountSid,
      workspaceSid: this.workspaceSid,
      channel: this.channelId,
      friendlyName: this.friendlyName,
      version: this.version,
      policies: this.policies.map((policy) => policy.payload()),
      ...lifetime({ ttl: this.ttl }),
    });
    return signCapability(claims, this.authToken);
  }
}
