import { BRIDGE_PATH, ERROR_CODES, type TunnelMethod } from '@taskbay/protocol';
import { allows, type DenialReason } from '@taskbay/token';
import type { CapabilityIdentity } from './identity.ts';
import { forbid, type Refused, refuse } from './problem.ts';

export interface PolicyRequest {
  /** Absolute, or a path. */
  readonly url: string;
  readonly method: TunnelMethod;
  readonly params?: Readonly<Record<string, unknown>>;
}

const WORDS = {
  bad_url: 'is not a URL that can be compared with policies',
  bad_method: 'is asked for with an unknown method',
  ambiguous_params: 'gives a parameter both in its query string and in params',
  foreign_origin: 'is neither of the service nor of this server',
  outside_token: "lies outside the token's workspace and channel",
  malformed_rule: 'meets a policy that cannot be read',
  no_rule: 'is not allowed by any policy of the token',
  rule_denies: 'is denied by a policy of the token',
  rules_disagree: 'meets policies that contradict each other',
} as const satisfies Record<DenialReason, string>;

/** Reasons that no policy could mend. */
const MALFORMED: ReadonlySet<DenialReason> = new Set(['bad_url', 'bad_method', 'ambiguous_params']);

/** Undefined when the token's policies permit the request. `origin`: where the request came to. */
export function refuseByPolicy(
  { accountSid: account_sid, workspaceSid: workspace_sid, channelSid: channel, policies }: CapabilityIdentity,
  origin: string,
  request: PolicyRequest,
): Refused | undefined {
  const decision = allows(policies, {
    ...request,
    origins: [origin],
    within: { account_sid, workspace_sid, channel },
  });
  if (decision.allowed) return undefined;
  const rule = decision.rule === undefined ? '' : ` (${decision.rule.method} ${decision.rule.url})`;
  const message = `${request.method} ${request.url} ${WORDS[decision.reason]}${rule}`;
  return MALFORMED.has(decision.reason) ? refuse(400, ERROR_CODES.invalidParameter, message) : forbid(message);
}

/** GET is opening the channel's socket, POST is sending an envelope through it. */
export function refuseByChannel(
  identity: CapabilityIdentity,
  origin: string,
  method: 'GET' | 'POST',
): Refused | undefined {
  const { accountSid, channelSid } = identity;
  return refuseByPolicy(identity, origin, { url: `${origin}${BRIDGE_PATH}/${accountSid}/${channelSid}`, method });
}
