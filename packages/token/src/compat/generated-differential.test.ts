import { createRequire } from 'node:module';
import { decodeToken } from '@taskbay/protocol';
import fc from 'fast-check';
import twilio from 'twilio';
import twilio6 from 'twilio6';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { AccessToken, Policy, TaskRouterCapability, TaskRouterGrant, TokenError, util } from '../compat.ts';
import { verify } from '../index.ts';
import { type AccessInput, accessInput, type CapabilityInput, capabilityInput } from './generated-inputs.fixture.ts';

interface JsonWebToken {
  verify(token: string, secret: string, options: object): unknown;
}

const here = createRequire(import.meta.url);
const versions = [
  ['5.13.1', 'twilio', twilio.jwt],
  ['6.2.0', 'twilio6', twilio6.jwt],
] as const;
type Vendor = (typeof versions)[number][2];

/** Inputs compared for each kind with each version of the vendor's library. */
const RUNS = 1_000;
const ANY_TIME = { ignoreExpiration: true, ignoreNotBefore: true };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: f.NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(versions)('beside the vendor’s %s', (version, name, vendor) => {
  const { version: installed } = here(`${name}/package.json`) as { version: string };
  const jsonwebtoken = createRequire(here.resolve(name))('jsonwebtoken') as JsonWebToken;

  it('the right version is installed', () => {
    expect(installed).toBe(version);
  });

  it(`${RUNS} capability tokens have the same claims and pass each other’s check`, async () => {
    const defects = { ttl: 0, deny: 0 };
    const compare = async (input: CapabilityInput): Promise<void> => {
      const ours = ourCapability(input);
      const theirs = () => theirCapability(vendor, input);
      if (!isUsableTtl(input.ttl)) {
        defects.ttl += 1;
        return expectLateRefusal(ours, theirs, { issuer: input.accountSid, secret: input.authToken });
      }
      const [mine, other] = [await ours, theirs()];
      const denied = input.policies.some(({ allow }) => allow === false);
      if (denied) defects.deny += 1;
      expect(claimsOf(mine)).toEqual(denied ? withRefusals(claimsOf(other), input) : claimsOf(other));
      if (!denied) expect(mine).toBe(other);
      expect(jsonwebtoken.verify(mine, input.authToken, { algorithms: ['HS256'] })).toEqual(claimsOf(mine).payload);
      expect(await reasonOf(other, { issuer: input.accountSid, secret: input.authToken })).not.toBe('bad_signature');
    };
    await fc.assert(fc.asyncProperty(capabilityInput, compare), { numRuns: RUNS });
    expect(Math.min(defects.ttl, defects.deny)).toBeGreaterThan(0);
  }, 60_000);

  it(`${RUNS} access tokens have the same claims and pass each other’s check`, async () => {
    const defects = { ttl: 0, nbf: 0 };
    const compare = async (input: AccessInput): Promise<void> => {
      const ours = ourAccess(input);
      const theirs = () => theirAccess(vendor, input);
      const refused = !isUsableTtl(input.options.ttl) || Number.isNaN(input.options.nbf);
      if (refused) {
        defects[Number.isNaN(input.options.nbf) ? 'nbf' : 'ttl'] += 1;
        return expectLateRefusal(ours, theirs, accessKey(input));
      }
      const [mine, other] = [await ours, theirs()];
      expect(mine).toBe(other);
      const algorithms = [input.algorithm ?? 'HS256'];
      expect(jsonwebtoken.verify(mine, input.secret, { algorithms, ...ANY_TIME })).toEqual(claimsOf(mine).payload);
      expect(await reasonOf(other, accessKey(input))).not.toBe('bad_signature');
    };
    await fc.assert(fc.asyncProperty(accessInput, compare), { numRuns: RUNS });
    expect(Math.min(defects.ttl, defects.nbf)).toBeGreaterThan(0);
  }, 60_000);
});

function isUsableTtl(ttl: number | undefined): boolean {
  return !ttl || (Number.isSafeInteger(ttl) && ttl > 0);
}

/** We say so when minting; theirs throws as well, or makes a token that ended before it began, or is never accepted. */
async function expectLateRefusal(ours: Promise<string>, theirs: () => string, key: Key): Promise<void> {
  await expect(ours).rejects.toBeInstanceOf(TokenError);
  let token: string;
  try {
    token = theirs();
  } catch (error) {
    expect(String(error)).toMatch(/should be a number of seconds/);
    return;
  }
  const hasFraction = Number(claimsOf(token).payload['exp']) % 1 !== 0;
  expect(await reasonOf(token, key)).toMatch(
    hasFraction ? /^(accepted|malformed_|wrong_)/ : /^(expired|malformed_claims)$/,
  );
}

interface Key {
  readonly issuer: string;
  readonly secret: string;
  /** The account an API key belongs to. */
  readonly accountSid?: string;
}

const accessKey = ({ keySid: issuer, secret, accountSid }: AccessInput): Key => ({ issuer, secret, accountSid });

async function reasonOf(token: string, { issuer, secret, accountSid = issuer }: Key): Promise<string> {
  const keys = {
    authTokens: (sid: string) => (sid === issuer ? [secret] : undefined),
    apiKeySecret: (sid: string) => (sid === issuer ? { accountSid, secret } : undefined),
  };
  const result = await verify(token, { keys, algorithms: ['HS256', 'HS384', 'HS512'] });
  return result.ok ? 'accepted' : result.reason;
}

function claimsOf(token: string) {
  const decoded = decodeToken(token);
  if (decoded === undefined) throw new Error(`not a token: ${token}`);
  return decoded;
}

/** Their claims with `allow` as it was asked for: their Policy turns every false into true. */
function withRefusals(decoded: ReturnType<typeof claimsOf>, { policies }: CapabilityInput) {
  const rules = decoded.payload['policies'] as Record<string, unknown>[];
  const first = rules.length - policies.length;
  const asked = rules.map((rule, index) => ({ ...rule, allow: policies[index - first]?.allow ?? true }));
  return { ...decoded, payload: { ...decoded.payload, policies: asked } };
}

async function ourCapability({ defaults, policies, ...options }: CapabilityInput): Promise<string> {
  const capability = new TaskRouterCapability(options as ConstructorParameters<typeof TaskRouterCapability>[0]);
  const { accountSid, workspaceSid, channelId } = options;
  const lists = [
    ...(defaults & 1 ? util.defaultEventBridgePolicies(accountSid, channelId) : []),
    ...(defaults & 2 ? util.defaultWorkerPolicies('v1', workspaceSid, channelId) : []),
  ];
  for (const rule of [...lists, ...policies.map((policy) => new Policy(policy))]) capability.addPolicy(rule);
  return capability.toJwt();
}

function theirCapability(vendor: Vendor, { defaults, policies, ...options }: CapabilityInput): string {
  const { TaskRouterCapability: Theirs, util: theirUtil } = vendor.taskrouter;
  const capability = new Theirs(options as ConstructorParameters<typeof Theirs>[0]);
  const { accountSid, workspaceSid, channelId } = options;
  const lists = [
    ...(defaults & 1 ? theirUtil.defaultEventBridgePolicies(accountSid, channelId) : []),
    ...(defaults & 2 ? theirUtil.defaultWorkerPolicies('v1', workspaceSid, channelId) : []),
  ];
  for (const rule of lists) capability.addPolicy(rule);
  for (const policy of policies) capability.addPolicy(new Theirs.Policy(policy as object));
  return capability.toJwt();
}

async function ourAccess({ accountSid, keySid, secret, options, algorithm, grants }: AccessInput): Promise<string> {
  const token = new AccessToken(accountSid, keySid, secret, options as { identity: string });
  for (const grant of grants) token.addGrant(new TaskRouterGrant(grant));
  return token.toJwt(algorithm as 'HS256' | undefined);
}

function theirAccess(vendor: Vendor, input: AccessInput): string {
  const { accountSid, keySid, secret, options, algorithm, grants } = input;
  const token = new vendor.AccessToken(accountSid, keySid, secret, options as { identity: string });
  for (const grant of grants) token.addGrant(new vendor.AccessToken.TaskRouterGrant(grant));
  return token.toJwt(algorithm as 'HS256' | undefined);
}
