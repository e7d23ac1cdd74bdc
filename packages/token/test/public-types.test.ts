import type twilio from 'twilio';
import { describe, expectTypeOf, it } from 'vitest';
import type * as compat from '../src/compat.ts';
import type * as api from '../src/index.ts';
import type {
  AccessClaims,
  AccessTokenOptions,
  CapabilityClaims,
  Decision,
  DenialReason,
  Explanation,
  Policy,
  RefusalReason,
  Verification,
  WorkerScope,
  WorkerTokenOptions,
  WorkspaceTokenOptions,
} from '../src/index.ts';

/** Every claim here is checked by the compiler; running the file only shows that it was compiled. */
describe('the types of the minters', () => {
  it('ask for what a token needs and answer a promise', () => {
    expectTypeOf<typeof api.mintWorkerToken>().parameters.toEqualTypeOf<[options: WorkerTokenOptions]>();
    expectTypeOf<typeof api.mintWorkerToken>().returns.toEqualTypeOf<Promise<string>>();
    expectTypeOf<typeof api.mintAccessToken>().returns.resolves.toBeString();
    expectTypeOf<WorkerTokenOptions>().toHaveProperty('workerSid').toBeString();
    expectTypeOf<WorkspaceTokenOptions>().not.toHaveProperty('workerSid');
    expectTypeOf<AccessTokenOptions>().not.toHaveProperty('authToken');
    expectTypeOf<WorkerTokenOptions>().not.toHaveProperty('apiKeySecret');
  });

  it('refuse options that are missing or of another kind', () => {
    const worker = { accountSid: 'AC1', authToken: 'x', workspaceSid: 'WS1', workerSid: 'WK1' };
    expectTypeOf(worker).toExtend<WorkerTokenOptions>();
    expectTypeOf<Omit<typeof worker, 'authToken'>>().not.toExtend<WorkerTokenOptions>();
    expectTypeOf<Omit<typeof worker, 'workerSid'>>().not.toExtend<WorkerTokenOptions>();
    expectTypeOf<typeof worker & { ttl: string }>().not.toExtend<WorkerTokenOptions>();
    expectTypeOf<typeof worker & { policies: { url: string }[] }>().not.toExtend<WorkerTokenOptions>();
    expectTypeOf<Parameters<typeof api.allow>[1]>().toEqualTypeOf<'GET' | 'POST' | 'DELETE'>();
  });

  it('take the lists of rules, which are data', () => {
    type Lists = typeof api.workerPolicies;
    expectTypeOf<Lists[keyof Lists]>().toExtend<(scope: WorkerScope) => Policy[]>();
    expectTypeOf<ReturnType<Lists['automatic']>>().toExtend<NonNullable<WorkerTokenOptions['policies']>>();
    expectTypeOf<typeof api.taskQueuePolicies>().not.toHaveProperty('reservationUpdates');
  });
});

describe('the types of the answers', () => {
  it('narrow by ok and kind', () => {
    type Accepted = Extract<Verification, { ok: true }>;
    expectTypeOf<Extract<Accepted, { kind: 'capability' }>['claims']>().toEqualTypeOf<CapabilityClaims>();
    expectTypeOf<Extract<Accepted, { kind: 'access' }>['claims']>().toEqualTypeOf<AccessClaims>();
    expectTypeOf<Extract<Verification, { ok: false }>['reason']>().toEqualTypeOf<RefusalReason>();
    expectTypeOf<Extract<Verification, { ok: false }>['status']>().toEqualTypeOf<401 | 403>();
    expectTypeOf<Awaited<ReturnType<typeof api.verify>>>().toEqualTypeOf<Verification>();
  });

  it('narrow decisions by allowed', () => {
    expectTypeOf<Extract<Decision, { allowed: true }>['rule']>().toEqualTypeOf<Policy>();
    expectTypeOf<Extract<Decision, { allowed: false }>['reason']>().toEqualTypeOf<DenialReason>();
    expectTypeOf<Explanation['kind']>().toEqualTypeOf<'capability' | 'access' | 'unreadable'>();
  });

  it('let nothing be changed', () => {
    const change = (policy: Policy, claims: AccessClaims): void => {
      // @ts-expect-error rules are values: make another one
      policy.allow = true;
      // @ts-expect-error claims are what the token says
      claims.grants.task_router.role = 'supervisor';
    };
    expectTypeOf(change).toBeFunction();
  });
});

describe('the types of /compat', () => {
  type Theirs = typeof twilio.jwt;
  type Ours = typeof compat.jwt;

  it('have the vendor’s names', () => {
    expectTypeOf<keyof Ours>().toExtend<keyof Theirs>();
    expectTypeOf<keyof Theirs['taskrouter']>().toExtend<keyof Ours['taskrouter']>();
    expectTypeOf<keyof Theirs['taskrouter']['util']>().toEqualTypeOf<keyof Ours['taskrouter']['util']>();
  });

  it('take the vendor’s arguments', () => {
    type TheirCapability = ConstructorParameters<Theirs['taskrouter']['TaskRouterCapability']>;
    type OurCapability = ConstructorParameters<Ours['taskrouter']['TaskRouterCapability']>;
    expectTypeOf<Required<TheirCapability[0]>>().toExtend<OurCapability[0]>();
    type TheirUrl = Parameters<Theirs['taskrouter']['util']['reservationsUrl']>;
    expectTypeOf<TheirUrl>().toExtend<Parameters<Ours['taskrouter']['util']['reservationsUrl']>>();
    type OurAccess = ConstructorParameters<Ours['AccessToken']>;
    expectTypeOf<['AC1', 'SK1', 'secret', { identity: string }]>().toExtend<OurAccess>();
    expectTypeOf<Ours['AccessToken']['TaskRouterGrant']>().toBeConstructibleWith({ role: 'worker' });
  });
});
