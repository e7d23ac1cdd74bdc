import type { AccessClaims, DecodedToken } from '@taskbay/protocol';
import { ACCESS_TOKEN_CTY } from '@taskbay/protocol';
import * as v from 'valibot';
import type { HmacAlgorithm } from '../algorithms.ts';
import { MAX_ACCESS_LIFETIME } from '../limits.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { CheckClock } from './times.ts';
import { checkTimes } from './times.ts';

export interface AccessAccepted {
  readonly ok: true;
  readonly kind: 'access';
  readonly claims: AccessClaims;
  /** Epoch seconds, on the verifier's clock, at which the token ends. */
  readonly expiresAt: number;
}

const identifiers = v.looseObject({
  jti: v.string(),
  iss: v.pipe(v.string(), v.startsWith('SK')),
  sub: v.pipe(v.string(), v.startsWith('AC')),
  exp: v.number(),
  iat: v.exactOptional(v.number()),
  nbf: v.exactOptional(v.number()),
});
const grants = v.looseObject({
  identity: v.exactOptional(v.string()),
  task_router: v.looseObject({
    workspace_sid: v.pipe(v.string(), v.startsWith('WS')),
    worker_sid: v.exactOptional(v.pipe(v.string(), v.startsWith('WK'))),
    role: v.pipe(v.string(), v.nonEmpty()),
  }),
});

/** `typ`, `cty` and `alg` of an access token. */
export function checkAccessHeader(
  { alg, typ, cty }: DecodedToken['header'],
  algorithms: readonly HmacAlgorithm[],
): Refusal | undefined {
  if (typ !== 'JWT') return refuse('bad_header', 'typ must be JWT');
  if (cty !== ACCESS_TOKEN_CTY) return refuse('bad_header', `cty must be "${ACCESS_TOKEN_CTY}" in an access token`);
  if (algorithms.some((allowed) => allowed === alg)) return undefined;
  return refuse('bad_header', `alg must be ${algorithms.join(' or ')}, got ${JSON.stringify(alg)}`);
}

/**
 * Everything that holds for claims whose signature is genuine, in the order in which the first failure decides.
 * `accountSid` owns the key that signed; undefined when the signature was not checked.
 */
export function checkAccessClaims(
  payload: DecodedToken['payload'],
  clock: CheckClock,
  accountSid?: string,
): AccessAccepted | Refusal {
  if (accountSid !== undefined && payload.sub !== accountSid) {
    return refuse('wrong_account', 'sub must be the account that the API key in iss belongs to');
  }
  const times = checkTimes(payload, clock);
  if (!times.ok) return times;
  const shaped = v.safeParse(identifiers, payload, { abortEarly: true });
  if (!shaped.success) {
    const [issue] = shaped.issues;
    return refuse('malformed_claims', `${v.getDotPath(issue)}: ${issue.message}`);
  }
  const { exp, iat, nbf } = shaped.output;
  // Some of the vendor's libraries write no iat: the life that is left is then all there is to measure.
  const lifetime = exp - (iat ?? nbf ?? clock.now - clock.shift);
  if (lifetime > MAX_ACCESS_LIFETIME) {
    const message = `exp is ${lifetime} s after issue, at most ${MAX_ACCESS_LIFETIME} are accepted: use a shorter ttl`;
    return refuse('lifetime_too_long', message);
  }
  const granted = v.safeParse(grants, payload.grants, { abortEarly: true });
  if (!granted.success) {
    const [issue] = granted.issues;
    return refuse('malformed_grant', `grants.${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  if (granted.output.task_router.role === 'worker' && granted.output.task_router.worker_sid === undefined) {
    return refuse('malformed_grant', 'grants.task_router.worker_sid is required for the role "worker"');
  }
  const claims = { ...shaped.output, grants: granted.output };
  return { ok: true, kind: 'access', claims, expiresAt: times.expiresAt };
}
