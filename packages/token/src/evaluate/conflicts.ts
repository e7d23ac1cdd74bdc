import type { Policy, PolicyFilter } from '@taskbay/protocol';
import { normalizeMatcher } from './filter.ts';
import { parsePattern } from './pattern.ts';

/** Two rules of one token that say the opposite about the same requests. */
export interface PolicyConflict {
  readonly allow: Policy;
  readonly deny: Policy;
}

/** The first pair with the same path, method and filters and opposite `allow`; such a token is void. */
export function findConflict(policies: readonly Policy[]): PolicyConflict | undefined {
  // The usual case, and parsing every URL again is what costs.
  if (new Set(policies.map((policy) => policy.allow === true)).size < 2) return undefined;
  const first = new Map<string, Policy>();
  for (const policy of policies) {
    const key = identity(policy);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, policy);
    else if ((earlier.allow === true) !== (policy.allow === true)) {
      return policy.allow === true ? { allow: policy, deny: earlier } : { allow: earlier, deny: policy };
    }
  }
  return undefined;
}

function identity(policy: Policy): string {
  const pattern = parsePattern(policy.url);
  const place = pattern === undefined ? policy.url : [pattern.kind, ...pattern.literal];
  return JSON.stringify([place, policy.method, canonical(policy.query_filter), canonical(policy.post_filter)]);
}

function canonical(filter: PolicyFilter = {}): unknown {
  return Object.entries(filter)
    .map(([name, matcher]) => [name, normalizeMatcher(matcher).required, normalizeMatcher(matcher).value ?? null])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
