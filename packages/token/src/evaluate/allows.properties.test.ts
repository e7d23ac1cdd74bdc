import type { Policy, PolicyFilter } from '@taskbay/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows } from './allows.ts';
import { findConflict } from './conflicts.ts';

const BASE = 'https://taskrouter.twilio.com/v1';

const segment = fc.constantFrom('Workspaces', 'WS1', 'Tasks', 'WT1');
const path = fc.array(segment, { maxLength: 4 });
const url = fc
  .tuple(path, fc.constantFrom('', '/*', '/**'))
  .map(([segments, wildcard]) => `${[BASE, ...segments].join('/')}${wildcard}`);
const method = fc.constantFrom('GET', 'POST', 'DELETE');
const filter: fc.Arbitrary<PolicyFilter> = fc.dictionary(
  fc.constantFrom('A', 'B'),
  fc.oneof(
    fc.constantFrom('x', 'y'),
    fc.record({ required: fc.boolean(), value: fc.constantFrom('x', 'y') }, { requiredKeys: [] }),
  ),
);
const policy: fc.Arbitrary<Policy> = fc.record(
  { url, method, query_filter: filter, post_filter: filter, allow: fc.boolean() },
  { requiredKeys: ['url', 'method'] },
);
const policies = fc.array(policy, { maxLength: 12 });
const params = fc.dictionary(fc.constantFrom('A', 'B'), fc.constantFrom('x', 'y'));
const request = fc.record({ url: path.map((segments) => [BASE, ...segments].join('/')), method, params });

describe('allows', () => {
  it('does not depend on the order of the rules', () => {
    fc.assert(
      fc.property(policies, fc.nat(), request, (rules, seed, asked) => {
        const turned = rules.toSorted((a, b) => hash(a, seed) - hash(b, seed)).toReversed();
        const { allowed, reason } = allows(rules, asked);
        expect(allows(turned, asked)).toMatchObject({ allowed, reason });
      }),
    );
  });

  it('refuses when a rule and its exact opposite stand side by side and decide', () => {
    fc.assert(
      fc.property(policies, policy, params, (rules, first, given) => {
        const asked = { url: first.url.replace('/**', '').replace('*', 'WT1'), method: first.method, params: given };
        const decision = allows([...rules, { ...first, allow: true }], asked);
        fc.pre(decision.allowed);
        const both: Policy[] = [...rules, { ...first, allow: true }, { ...decision.rule, allow: false } as Policy];
        expect(allows(both, asked)).toMatchObject({ allowed: false, reason: 'rules_disagree' });
        expect(findConflict(both)).toBeDefined();
      }),
    );
  });

  it('is not changed by repeating rules', () => {
    fc.assert(
      fc.property(policies, request, (rules, asked) => {
        const { allowed, reason } = allows(rules, asked);
        expect(allows([...rules, ...rules], asked)).toMatchObject({ allowed, reason });
      }),
    );
  });

  it('never grows by adding a refusing rule', () => {
    fc.assert(
      fc.property(policies, policy, request, (rules, extra, asked) => {
        fc.pre(!allows(rules, asked).allowed);
        expect(allows([...rules, { ...extra, allow: false }], asked).allowed).toBe(false);
      }),
    );
  });

  it('allows only what at least one allowing rule names', () => {
    fc.assert(
      fc.property(policies, request, (rules, asked) => {
        const refusing = rules.map((rule) => ({ ...rule, allow: false }));
        expect(allows(refusing, asked).allowed).toBe(false);
      }),
    );
  });

  it('never throws, whatever is asked for', () => {
    const asked = fc.record({
      url: fc.oneof(
        request.map((known) => known.url),
        fc.string(),
      ),
      method: fc.oneof(method, fc.string()),
      params: fc.dictionary(
        fc.oneof(fc.constantFrom('A', 'B', '__proto__', 'constructor'), fc.string()),
        fc.anything(),
      ),
    });
    fc.assert(
      fc.property(policies, asked, (rules, wild) => {
        const { allowed, rule } = allows(rules, wild);
        expect(allowed).toBe(allowed && rule?.allow === true);
      }),
    );
  });
});

function hash(value: unknown, seed: number): number {
  return [...JSON.stringify(value)].reduce(
    (sum, character) => (sum * 31 + character.charCodeAt(0) + seed) % 65_537,
    seed,
  );
}
