import { WORKER_ROLES, type WorkerRole } from '@taskbay/protocol';
import { type KeySource, type VerifyOptions, verify } from '@taskbay/token';
import type { State } from '../../engine/state.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Credentials, EdgeContext } from '../context.ts';
import type { AccessIdentity, CapabilityIdentity } from './identity.ts';
import { forbid, type Refused, refuseToken } from './problem.ts';
import { TokenClock } from './token-clock.ts';

type Admitted<I> = { readonly ok: true; readonly identity: I };

/** Tokens to identities. A refusal carries the status and the words of its error body. */
export interface Access {
  readonly accessToken: (token: string) => Promise<Admitted<AccessIdentity> | Refused>;
  /** `accountSid` and `channelSid`: segments of the URL that the request came to. */
  readonly capabilityToken: (
    token: string,
    expected: { readonly accountSid: string; readonly channelSid: string },
  ) => Promise<Admitted<CapabilityIdentity> | Refused>;
  readonly learn: (token: string) => void;
  readonly reset: () => void;
}

/** Tokens whose first sight is remembered for want of an `iat`. */
const MAX_FIRST_SIGHTS = 10_000;

export function createAccess({ runtime, credentials }: EdgeContext): Access {
  const clock = new TokenClock(runtime);
  const firstSights = new BoundedMap<string, number>(MAX_FIRST_SIGHTS);
  const keys = keySource(credentials);

  const options = (token: string): VerifyOptions => ({
    keys,
    now: runtime.clock.now(),
    timeShift: (payload) => clock.shift(token, payload),
  });
  const issuedAt = (token: string, iat: number | undefined): number => {
    if (iat !== undefined) return iat;
    const first = firstSights.get(token) ?? Math.floor(runtime.host.now() / 1000);
    if (!firstSights.has(token)) firstSights.set(token, first);
    return first;
  };
  const exists = async (workspaceSid: string, sid: string): Promise<boolean> =>
    (await runtime.read(workspaceSid, (state) => hasChannel(state, sid))) ?? false;

  return {
    accessToken: async (token) => {
      const verified = await verify(token, { ...options(token), kind: 'access' });
      if (!verified.ok) return refuseToken(verified);
      if (verified.kind !== 'access') throw new Error(`verify answered ${verified.kind} when asked for access`);
      const { claims, expiresAt } = verified;
      const { workspace_sid: workspaceSid, worker_sid: workerSid, role } = claims.grants.task_router;
      if (!isRole(role)) return forbid(`The role must be one of ${WORKER_ROLES.join(', ')}, got "${role}"`);
      if (!(await exists(workspaceSid, workerSid ?? workspaceSid))) return noChannel(workspaceSid, workerSid);
      const identity: AccessIdentity = {
        wire: 'v2',
        token,
        accountSid: claims.sub,
        workspaceSid,
        ...(workerSid === undefined ? {} : { workerSid }),
        role,
        issuedAt: issuedAt(token, claims.iat),
        expiresAt: expiresAt * 1000,
      };
      return { ok: true, identity };
    },
    capabilityToken: async (token, expected) => {
      const verified = await verify(token, { ...options(token), kind: 'capability', expected });
      if (!verified.ok) return refuseToken(verified);
      if (verified.kind !== 'capability') throw new Error(`verify answered ${verified.kind} when asked for capability`);
      const { claims, expiresAt } = verified;
      const { workspace_sid: workspaceSid, channel: channelSid } = claims;
      if (!(await exists(workspaceSid, channelSid))) return noChannel(workspaceSid, channelSid);
      const identity: CapabilityIdentity = {
        wire: 'v1',
        token,
        accountSid: claims.account_sid,
        workspaceSid,
        channelSid,
        ...(channelSid.startsWith('WK') ? { workerSid: channelSid } : {}),
        policies: claims.policies,
        issuedAt: issuedAt(token, claims.iat),
        expiresAt: expiresAt * 1000,
      };
      return { ok: true, identity };
    },
    learn: (token) => clock.learn(token),
    reset: () => {
      clock.reset();
      firstSights.clear();
    },
  };
}

function keySource({ accountSid, authToken, apiKeySid, apiKeySecret }: Credentials): KeySource {
  return {
    authTokens: (account) => (account === accountSid ? [authToken] : undefined),
    apiKeySecret: (key) => (key === apiKeySid ? { accountSid, secret: apiKeySecret } : undefined),
  };
}

function hasChannel({ tables }: State, sid: string): boolean {
  return tables.worker.has(sid) || tables.queue.has(sid) || tables.workspace.has(sid);
}

function noChannel(workspaceSid: string, sid: string = workspaceSid): Refused {
  return forbid(`The token is for ${sid}, which does not exist${sid === workspaceSid ? '' : ` in ${workspaceSid}`}`);
}

function isRole(role: string): role is WorkerRole {
  return (WORKER_ROLES as readonly string[]).includes(role);
}
