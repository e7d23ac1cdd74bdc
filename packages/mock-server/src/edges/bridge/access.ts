import { WORKER_ROLES, type WorkerRole } from '@taskbay/protocol';
import {
  type AccessAccepted,
  type CapabilityAccepted,
  type ExpectedChannel,
  type KeySource,
  type VerifyOptions,
  verify,
} from '@taskbay/token';
import type { State } from '../../engine/state.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Credentials, EdgeContext } from '../context.ts';
import type { AccessIdentity, CapabilityIdentity, Identity } from './identity.ts';
import { forbid, type Refused, refuseToken } from './problem.ts';
import { TokenClock } from './token-clock.ts';
import { VerifiedTokens } from './verified-tokens.ts';

type Admitted<I> = { readonly ok: true; readonly identity: I };

/** Tokens to identities. A refusal carries the status and the words of its error body. */
export interface Access {
  readonly accessToken: (token: string) => Promise<Admitted<AccessIdentity> | Refused>;
  /** `accountSid` and `channelSid`: segments of the URL that the request came to. */
  readonly capabilityToken: (
    token: string,
    expected: { readonly accountSid: string; readonly channelSid: string },
  ) => Promise<Admitted<CapabilityIdentity> | Refused>;
  readonly learn: (token: string, expiresAt: number) => void;
  readonly reset: () => void;
}

/** Tokens whose first sight is remembered for want of an `iat`. */
const MAX_FIRST_SIGHTS = 10_000;

export function createAccess({ runtime, credentials }: EdgeContext): Access {
  const clock = new TokenClock(runtime);
  const firstSights = new BoundedMap<string, number>(MAX_FIRST_SIGHTS);
  const keys = keySource(credentials);
  const access = new VerifiedTokens<AccessIdentity>();
  const capability = new VerifiedTokens<CapabilityIdentity>();

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
  const present = async <I extends Identity>(identity: I, channelSid: string): Promise<Admitted<I> | Refused> => {
    const { workspaceSid } = identity;
    const there = await runtime.read(workspaceSid, (state) => hasChannel(state, channelSid));
    return there === true ? { ok: true, identity } : noChannel(workspaceSid, channelSid);
  };
  const readAccess = async (token: string): Promise<Admitted<AccessIdentity> | Refused> => {
    const verified = await verify(token, { ...options(token), kind: 'access' });
    if (!verified.ok) return refuseToken(verified);
    if (verified.kind !== 'access') throw new Error(`verify answered ${verified.kind} when asked for access`);
    const identity = accessIdentity(token, verified, issuedAt(token, verified.claims.iat));
    if ('ok' in identity) return identity;
    access.add(identity);
    return { ok: true, identity };
  };
  const readCapability = async (
    token: string,
    expected: ExpectedChannel,
  ): Promise<Admitted<CapabilityIdentity> | Refused> => {
    const verified = await verify(token, { ...options(token), kind: 'capability', expected });
    if (!verified.ok) return refuseToken(verified);
    if (verified.kind !== 'capability') throw new Error(`verify answered ${verified.kind} when asked for capability`);
    const identity = capabilityIdentity(token, verified, issuedAt(token, verified.claims.iat));
    capability.add(identity);
    return { ok: true, identity };
  };

  return {
    accessToken: async (token) => {
      const known = access.get(token, runtime.clock.now());
      const read = known === undefined ? await readAccess(token) : { ok: true as const, identity: known };
      return read.ok ? present(read.identity, read.identity.workerSid ?? read.identity.workspaceSid) : read;
    },
    capabilityToken: async (token, expected) => {
      const known = capability.get(token, runtime.clock.now());
      const fits = known?.accountSid === expected.accountSid && known.channelSid === expected.channelSid;
      const read = fits ? { ok: true as const, identity: known } : await readCapability(token, expected);
      return read.ok ? present(read.identity, read.identity.channelSid) : read;
    },
    learn: (token, expiresAt) => {
      clock.learn(token, expiresAt);
      access.forget(token);
      capability.forget(token);
    },
    reset: () => {
      clock.reset();
      firstSights.clear();
      access.clear();
      capability.clear();
    },
  };
}

function accessIdentity(
  token: string,
  { claims, expiresAt }: AccessAccepted,
  issuedAt: number,
): AccessIdentity | Refused {
  const { workspace_sid: workspaceSid, worker_sid: workerSid, role } = claims.grants.task_router;
  if (!isRole(role)) return forbid(`The role must be one of ${WORKER_ROLES.join(', ')}, got "${role}"`);
  return {
    wire: 'v2',
    token,
    accountSid: claims.sub,
    workspaceSid,
    ...(workerSid === undefined ? {} : { workerSid }),
    role,
    issuedAt,
    expiresAt: expiresAt * 1000,
  };
}

function capabilityIdentity(
  token: string,
  { claims, expiresAt }: CapabilityAccepted,
  issuedAt: number,
): CapabilityIdentity {
  const { account_sid: accountSid, workspace_sid: workspaceSid, channel: channelSid, policies } = claims;
  return {
    wire: 'v1',
    token,
    accountSid,
    workspaceSid,
    channelSid,
    ...(channelSid.startsWith('WK') ? { workerSid: channelSid } : {}),
    policies,
    issuedAt,
    expiresAt: expiresAt * 1000,
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

function noChannel(workspaceSid: string, sid: string): Refused {
  return forbid(`The token is for ${sid}, which does not exist${sid === workspaceSid ? '' : ` in ${workspaceSid}`}`);
}

function isRole(role: string): role is WorkerRole {
  return (WORKER_ROLES as readonly string[]).includes(role);
}
