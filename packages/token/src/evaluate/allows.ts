import type { CapabilityClaims, Policy } from '@taskbay/protocol';
import type { RequestParams } from './filter.ts';
import { isFilterSet, matchesFilter } from './filter.ts';
import type { Location } from './location.ts';
import { isVendorOrigin, normalizeOrigin, parseLocation } from './location.ts';
import type { UrlPattern } from './pattern.ts';
import { compareSpecificity, matchesPath, parsePattern } from './pattern.ts';

/** A request as a client states it in an event-bridge envelope, or a channel URL with GET (socket) or POST (envelope). */
export interface AccessRequest {
  /** Absolute, or a path. A query string counts as parameters. */
  readonly url: string;
  readonly method: string;
  readonly params?: RequestParams;
  /** Origins besides the vendor's that `url` and the rules may use. Default: the origin of `url`. */
  readonly origins?: readonly string[];
  /** Claims of the token: given, a URL outside its workspace and channel is refused whatever the rules say. */
  readonly within?: Pick<CapabilityClaims, 'account_sid' | 'workspace_sid' | 'channel'>;
}

export type DenialReason =
  | 'bad_url'
  | 'bad_method'
  | 'ambiguous_params'
  | 'foreign_origin'
  | 'outside_token'
  | 'malformed_rule'
  | 'no_rule'
  | 'rule_denies'
  | 'rules_disagree';

/** `rule` is the rule that decided, absent when none matched or the request itself was at fault. */
export type Decision =
  | { readonly allowed: true; readonly reason: 'rule_allows'; readonly rule: Policy }
  | { readonly allowed: false; readonly reason: DenialReason; readonly rule?: Policy };

interface Match {
  readonly policy: Policy;
  readonly pattern: UrlPattern;
  readonly filtered: boolean;
}

const METHODS: readonly string[] = ['GET', 'POST', 'DELETE'];

/**
 * Whether rules permit a request. The most specific matching rule decides (longer path, then literal over `/*` over
 * `/**`, then a rule with filters); equally specific rules that disagree refuse, and so does the absence of a rule.
 * Hosts must be the vendor's or one of `origins`; after that only paths are compared.
 */
export function allows(policies: readonly Policy[], request: AccessRequest): Decision {
  if (!METHODS.includes(request.method)) return { allowed: false, reason: 'bad_method' };
  const location = parseLocation(request.url);
  if (location === undefined) return { allowed: false, reason: 'bad_url' };
  const origins = request.origins?.map(normalizeOrigin) ?? (location.origin === undefined ? [] : [location.origin]);
  const isKnown = (origin: string): boolean => isVendorOrigin(origin) || origins.includes(origin);
  if (location.origin !== undefined && !isKnown(location.origin)) return { allowed: false, reason: 'foreign_origin' };
  if (request.within !== undefined && !isWithin(location, request.within)) {
    return { allowed: false, reason: 'outside_token' };
  }
  const params = mergeQuery(location.query, request.params ?? {});
  if (params === undefined) return { allowed: false, reason: 'ambiguous_params' };

  const matches: Match[] = [];
  for (const policy of policies) {
    const pattern = parsePattern(policy.url);
    // Skipping a rule that cannot be read could skip a refusal.
    if (pattern === undefined) return { allowed: false, reason: 'malformed_rule', rule: policy };
    if (policy.method !== request.method || !matchesPath(pattern, location) || !isKnown(pattern.origin)) continue;
    const filter = request.method === 'POST' ? policy.post_filter : policy.query_filter;
    if (matchesFilter(filter, params)) matches.push({ policy, pattern, filtered: isFilterSet(filter) });
  }
  return decide(matches);
}

function decide(matches: readonly Match[]): Decision {
  const strongest = matches.toSorted((a, b) => rank(b, a))[0];
  if (strongest === undefined) return { allowed: false, reason: 'no_rule' };
  const deciding = matches.filter((match) => rank(match, strongest) === 0);
  const refusing = deciding.find((match) => match.policy.allow !== true);
  if (refusing === undefined) return { allowed: true, reason: 'rule_allows', rule: strongest.policy };
  const unanimous = deciding.every((match) => match.policy.allow !== true);
  return { allowed: false, reason: unanimous ? 'rule_denies' : 'rules_disagree', rule: refusing.policy };
}

function rank(a: Match, b: Match): number {
  return compareSpecificity(a.pattern, b.pattern) || Number(a.filtered) - Number(b.filtered);
}

function isWithin({ segments }: Location, claims: NonNullable<AccessRequest['within']>): boolean {
  const [version, collection, first, second] = segments;
  if (version !== 'v1') return false;
  if (collection === 'Workspaces') return first === claims.workspace_sid;
  return (
    collection === 'wschannels' && first === claims.account_sid && second === claims.channel && segments.length === 4
  );
}

/** Parameters of the query string beside those of the body; undefined when one name has two values. */
function mergeQuery(query: string, params: RequestParams): RequestParams | undefined {
  if (query === '') return params;
  const merged = new Map(Object.entries(params));
  for (const [name, value] of new URLSearchParams(query)) {
    if (merged.has(name)) return undefined;
    merged.set(name, value);
  }
  return Object.fromEntries(merged);
}
