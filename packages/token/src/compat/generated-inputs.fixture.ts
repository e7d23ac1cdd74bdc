import fc from 'fast-check';
import type { PolicyOptions } from './policy.ts';

const hex = fc.stringMatching(/^[0-9a-f]{32}$/);
const sid = (prefix: string) => hex.map((digits) => prefix + digits);
const secret = fc.string({ minLength: 1, unit: 'grapheme' });
const text = fc.string({ minLength: 1, unit: 'grapheme', maxLength: 20 });

/** Mostly what applications pass; the rest is what the vendor's library takes without a word. */
const goodTtl = fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 86_400 }), fc.constant(0));
const oddTtl = fc.oneof(fc.integer({ min: -100, max: -1 }), fc.constantFrom(0.5, 59.9, Number.POSITIVE_INFINITY));
const ttl = fc.oneof({ weight: 9, arbitrary: goodTtl }, { weight: 1, arbitrary: oddTtl });

const matcher = fc.oneof(
  text,
  fc.record({ required: fc.boolean(), value: text }, { requiredKeys: [] }),
  fc.record({ required: fc.boolean() }),
);
const filter = fc.dictionary(fc.constantFrom('ActivitySid', 'Attributes', 'Minutes', 'ReservationStatus'), matcher, {
  noNullPrototype: true,
});
const path = fc.array(fc.constantFrom('Workspaces', 'Workers', 'Tasks', 'Reservations', 'ünïcode', 'a b'), {
  maxLength: 5,
});
const url = fc
  .tuple(fc.constantFrom('https://taskrouter.twilio.com/v1', 'https://event-bridge.twilio.com/v1'), path)
  .chain(([base, segments]) =>
    fc
      .constantFrom('', '/*', '/**')
      .map((wildcard) => [base, ...segments.map(encodeURIComponent)].join('/') + wildcard),
  );

export const policyInput: fc.Arbitrary<PolicyOptions> = fc.record(
  {
    url,
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    queryFilter: filter,
    postFilter: filter,
    allow: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  },
  { requiredKeys: [] },
);

export const capabilityInput = fc.record(
  {
    accountSid: sid('AC'),
    authToken: secret,
    workspaceSid: sid('WS'),
    channelId: fc.oneof(sid('WK'), sid('WQ'), sid('WS')),
    friendlyName: fc.oneof(fc.constant(undefined), fc.string({ unit: 'grapheme' })),
    ttl,
    version: fc.constantFrom(undefined, 'v1', 'v2', ''),
    /** Bits: the default lists of rules to begin with. */
    defaults: fc.nat({ max: 3 }),
    policies: fc.array(policyInput, { maxLength: 5 }),
  },
  { requiredKeys: ['accountSid', 'authToken', 'workspaceSid', 'channelId', 'defaults', 'policies'] },
);

export type CapabilityInput = typeof capabilityInput extends fc.Arbitrary<infer Input> ? Input : never;

const grant = fc.record(
  { workspaceSid: sid('WS'), workerSid: sid('WK'), role: fc.constantFrom('worker', 'supervisor', 'admin', '') },
  { requiredKeys: [] },
);

export const accessInput = fc.record({
  accountSid: sid('AC'),
  keySid: sid('SK'),
  secret,
  algorithm: fc.constantFrom(undefined, 'HS256', 'HS384', 'HS512'),
  options: fc.record(
    {
      identity: fc.oneof(text, fc.integer({ min: 1 }), fc.constant(1.5)),
      ttl,
      nbf: fc.oneof(fc.constant(undefined), fc.nat(), fc.constant(Number.NaN)),
      region: fc.constantFrom(undefined, '', 'ie1', 'au1'),
    },
    { requiredKeys: ['identity'] },
  ),
  grants: fc.array(grant, { maxLength: 2 }),
});

export type AccessInput = typeof accessInput extends fc.Arbitrary<infer Input> ? Input : never;
