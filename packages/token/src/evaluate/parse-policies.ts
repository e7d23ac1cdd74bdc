import type { Policy, PolicyFilter } from '@taskbay/protocol';
import * as v from 'valibot';
import { MAX_POLICIES } from '../limits.ts';
import { findConflict } from './conflicts.ts';
import { parsePattern } from './pattern.ts';

export type ParsedPolicies =
  | { readonly ok: true; readonly policies: readonly Policy[] }
  | { readonly ok: false; readonly reason: 'malformed_policies' | 'conflicting_policies'; readonly message: string };

const matcher = v.union([
  v.string(),
  v.strictObject({ required: v.exactOptional(v.boolean()), value: v.exactOptional(v.string()) }),
]);
// Not `v.record`: it drops names like "constructor", and a filter with fewer names lets more through.
const filter = v.custom<PolicyFilter>(
  (value) => isPlainObject(value) && Object.values(value).every((entry) => v.is(matcher, entry)),
  'must map each parameter name to a string or to an object with "required" (boolean) and "value" (string)',
);
const policy = v.looseObject({
  url: v.pipe(
    v.string('must be a string'),
    v.check(
      (url) => parsePattern(url) !== undefined,
      'must be an absolute http(s) URL without a query, with "*" or "**" as its last segment only',
    ),
  ),
  method: v.picklist(['GET', 'POST', 'DELETE'], 'must be GET, POST or DELETE'),
  query_filter: v.exactOptional(filter),
  post_filter: v.exactOptional(filter),
  allow: v.exactOptional(v.boolean('must be true or false')),
});
const policyList = v.pipe(
  v.array(policy, 'must be a list of rules'),
  v.maxLength(MAX_POLICIES, `must hold at most ${MAX_POLICIES} rules`),
);

/** Checks the rules of a token: shapes first, then that no two of them contradict each other. */
export function parsePolicies(value: unknown): ParsedPolicies {
  const parsed = v.safeParse(policyList, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    const field = path === null ? 'policies' : `policies.${path}`;
    return { ok: false, reason: 'malformed_policies', message: `${field} ${issue.message}` };
  }
  const conflict = findConflict(parsed.output);
  if (conflict === undefined) return { ok: true, policies: parsed.output };
  const { method, url } = conflict.deny;
  const message = `two rules for ${method} ${url} with the same filters contradict each other: drop one of them`;
  return { ok: false, reason: 'conflicting_policies', message };
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
