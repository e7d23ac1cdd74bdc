import type { CapabilityClaims, Policy } from '@taskbay/protocol';
import { TokenError } from '../errors.ts';
import { parsePolicies } from '../evaluate/parse-policies.ts';
import type { WorkspaceScope } from '../scope.ts';
import type { LifetimeOptions } from './options.ts';
import { lifetime, requireSid, requireText } from './options.ts';
import { signCapability } from './sign.ts';

/** What every capability token is minted from; the options of each kind add the SID of its channel. */
export interface CapabilityOptions extends WorkspaceScope, LifetimeOptions {
  /** Signs the token. */
  readonly authToken: string;
  /** The whole list of rules; given, it replaces the default list. */
  readonly policies?: readonly Policy[];
  /** Default: the SID of the channel. */
  readonly friendlyName?: string;
}

/** Mints for one channel. `policies` is called after the options were checked, so that rules never hold a missing SID. */
export async function mintCapability(
  options: CapabilityOptions,
  channel: { readonly field: string; readonly prefix: string; readonly sid: string },
  policies: () => readonly Policy[],
): Promise<string> {
  requireSid('accountSid', options.accountSid, 'AC');
  requireText('authToken', options.authToken);
  requireSid('workspaceSid', options.workspaceSid, 'WS');
  requireSid(channel.field, channel.sid, channel.prefix);
  const rules = parsePolicies(options.policies ?? policies());
  if (!rules.ok) throw new TokenError('invalid_policies', 'policies', rules.message);
  const claims = capabilityClaims({
    accountSid: options.accountSid,
    workspaceSid: options.workspaceSid,
    channel: channel.sid,
    friendlyName: options.friendlyName ?? channel.sid,
    policies: rules.policies,
    ...lifetime(options),
  });
  return signCapability(claims, options.authToken);
}

export interface ClaimValues {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly channel: string;
  readonly friendlyName?: string | undefined;
  readonly version?: string;
  readonly policies: readonly Policy[];
  readonly iat: number;
  readonly exp: number;
}

/** The claims in the order in which the vendor's library writes them. */
export function capabilityClaims(values: ClaimValues): CapabilityClaims {
  const { channel } = values;
  return {
    iss: values.accountSid,
    exp: values.exp,
    version: values.version ?? 'v1',
    ...(values.friendlyName === undefined ? {} : { friendly_name: values.friendlyName }),
    account_sid: values.accountSid,
    channel,
    workspace_sid: values.workspaceSid,
    policies: values.policies,
    ...(channel.startsWith('WK') ? { worker_sid: channel } : {}),
    ...(channel.startsWith('WQ') ? { taskqueue_sid: channel } : {}),
    iat: values.iat,
  };
}
