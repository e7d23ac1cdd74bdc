import type { CapabilityClaims, DecodedToken } from '@taskbay/protocol';
import * as v from 'valibot';
import { parsePolicies } from '../evaluate/parse-policies.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { CheckClock } from './times.ts';
import { checkTimes } from './times.ts';

/** The channel a request came to: segments of its URL. A part that is not given is not compared. */
export interface ExpectedChannel {
  readonly accountSid?: string;
  readonly channelSid?: string;
}

export interface CapabilityAccepted {
  readonly ok: true;
  readonly kind: 'capability';
  readonly claims: CapabilityClaims;
  /** Epoch seconds, on the verifier's clock, at which the token ends. */
  readonly expiresAt: number;
}

const claimShapes = v.looseObject({
  iss: v.string(),
  exp: v.number(),
  iat: v.exactOptional(v.number()),
  nbf: v.exactOptional(v.number()),
  version: v.exactOptional(v.string()),
  friendly_name: v.exactOptional(v.string()),
  account_sid: v.pipe(v.string(), v.startsWith('AC')),
  workspace_sid: v.pipe(v.string(), v.startsWith('WS')),
  channel: v.pipe(v.string(), v.regex(/^W[KSQ]/)),
  worker_sid: v.exactOptional(v.string()),
  taskqueue_sid: v.exactOptional(v.string()),
});

/** `alg`, `typ` and `cty` of a capability token. */
export function checkCapabilityHeader({ alg, typ, cty }: DecodedToken['header']): Refusal | undefined {
  if (alg !== 'HS256')
    return refuse('bad_header', `alg must be HS256 in a capability token, got ${JSON.stringify(alg)}`);
  if (typ !== undefined && typ !== 'JWT') return refuse('bad_header', 'typ must be JWT or absent');
  return cty === undefined ? undefined : refuse('bad_header', 'a capability token has no cty header');
}

/** Everything that holds for claims whose signature is genuine, in the order in which the first failure decides. */
export function checkCapabilityClaims(
  payload: DecodedToken['payload'],
  clock: CheckClock,
  expected: ExpectedChannel = {},
): CapabilityAccepted | Refusal {
  if (payload.iss !== payload.account_sid) {
    return refuse('wrong_account', 'iss must equal account_sid: both name the account whose auth token signs');
  }
  const times = checkTimes(payload, clock);
  if (!times.ok) return times;
  if (payload.version !== undefined && payload.version !== 'v1') {
    return refuse('wrong_version', `version must be "v1", got ${JSON.stringify(payload.version)}`);
  }
  const shaped = v.safeParse(claimShapes, payload, { abortEarly: true });
  if (!shaped.success) {
    const [issue] = shaped.issues;
    return refuse('malformed_claims', `${v.getDotPath(issue)}: ${issue.message}`);
  }
  const mismatch = checkChannelOwner(shaped.output);
  if (mismatch !== undefined) return mismatch;
  const rules = parsePolicies(payload.policies);
  if (!rules.ok) return refuse(rules.reason, rules.message);
  const claims = { ...shaped.output, policies: rules.policies };
  return checkExpectedChannel(claims, expected) ?? { ok: true, kind: 'capability', claims, expiresAt: times.expiresAt };
}

const OWNER_CLAIM = { WK: 'worker_sid', WQ: 'taskqueue_sid', WS: 'workspace_sid' } as const;

function checkChannelOwner(claims: v.InferOutput<typeof claimShapes>): Refusal | undefined {
  const prefix = claims.channel.slice(0, 2) as keyof typeof OWNER_CLAIM;
  const claim = OWNER_CLAIM[prefix];
  if (claims[claim] === claims.channel) return undefined;
  return refuse('malformed_claims', `${claim} must equal channel in a token for a ${prefix} channel`);
}

function checkExpectedChannel(claims: CapabilityClaims, expected: ExpectedChannel): Refusal | undefined {
  const { accountSid, channelSid } = expected;
  if (accountSid !== undefined && accountSid !== claims.account_sid) {
    return refuse('wrong_account', `the token is of account ${claims.account_sid}, the request is for ${accountSid}`);
  }
  if (channelSid !== undefined && channelSid !== claims.channel) {
    return refuse('wrong_channel', `the token opens channel ${claims.channel}, the request is for ${channelSid}`);
  }
  return undefined;
}
