import type { Policy } from '@taskbay/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { verify } from './verify.ts';

const matcher = fc.oneof(
  fc.constantFrom('x', 'y'),
  fc.record({ required: fc.boolean(), value: fc.constantFrom('x', 'y') }, { requiredKeys: [] }),
);
const filter = fc.dictionary(fc.constantFrom('A', 'B', 'C'), matcher, { noNullPrototype: true });
const url = fc
  .tuple(fc.array(fc.constantFrom('Tasks', 'WT1', 'Workers'), { maxLength: 3 }), fc.constantFrom('', '/*', '/**'))
  .map(([path, wildcard]) => [f.WORKSPACE_URL, ...path].join('/') + wildcard);
const rule = fc.record(
  { url, method: fc.constantFrom('GET', 'POST', 'DELETE'), query_filter: filter, post_filter: filter },
  { requiredKeys: ['url', 'method'] },
);

const check = async (policies: readonly Policy[]) => {
  const token = await f.signRaw(f.CAPABILITY_HEADER, { ...f.workerClaims, policies }, f.AUTH_TOKEN);
  const result = await verify(token, { keys: f.keys, now: f.NOW });
  return result.ok ? 'accepted' : result.reason;
};

/** The same rule in other words: order of names, a literal as a matcher, an absent filter, a trailing slash, the host. */
function reworded(policy: Policy): Policy {
  const turned = (names: Policy['post_filter'] = {}) =>
    Object.fromEntries(
      Object.entries(names)
        .toReversed()
        .map(([name, value]) => [
          name,
          typeof value === 'string' ? { required: true, value } : { required: false, ...value },
        ]),
    );
  return {
    url: policy.url.replace('taskrouter.', 'taskrouter.ie1.') + (policy.url.endsWith('*') ? '' : '/'),
    method: policy.method,
    query_filter: turned(policy.query_filter),
    post_filter: turned(policy.post_filter),
  };
}

describe('rules of equal specificity that say the opposite', () => {
  it('refuse the whole token, wherever they stand and however they are worded', async () => {
    const others = fc.array(rule, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rule, others, others, fc.boolean(), async (one, before, between, first) => {
        const same = [...before, { ...one, allow: first }, ...between].map((policy) => ({ allow: true, ...policy }));
        expect(await check([...same, { ...reworded(one), allow: !first }])).toBe('conflicting_policies');
      }),
    );
  });

  it('are the only ones that do: any list that agrees with itself is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { maxLength: 12 }), fc.boolean(), async (rules, allow) => {
        expect(await check(rules.map((policy) => ({ ...policy, allow })))).toBe('accepted');
      }),
    );
  });

  it('count a rule without allow as one that refuses', async () => {
    const one = { url: f.WORKER_URL, method: 'GET' };
    expect(await check([one, { ...one, allow: true }])).toBe('conflicting_policies');
    expect(await check([one, { ...one, allow: false }])).toBe('accepted');
  });
});
