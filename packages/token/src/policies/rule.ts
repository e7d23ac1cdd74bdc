import type { Policy, PolicyFilter, TunnelMethod } from '@taskbay/protocol';

export interface RuleFilters {
  /** Checked against the parameters of GET and DELETE. */
  readonly query?: PolicyFilter;
  /** Checked against the parameters of POST. */
  readonly post?: PolicyFilter;
}

/** A rule that permits `method` on `url`; the most specific matching rule of a token decides. */
export function allow(url: string, method: TunnelMethod, filters: RuleFilters = {}): Policy {
  return rule(url, method, filters, true);
}

/** A rule that refuses `method` on `url`, carving an exception out of a wider `allow`. */
export function deny(url: string, method: TunnelMethod, filters: RuleFilters = {}): Policy {
  return rule(url, method, filters, false);
}

function rule(url: string, method: TunnelMethod, filters: RuleFilters, allowed: boolean): Policy {
  return { url, method, query_filter: filters.query ?? {}, post_filter: filters.post ?? {}, allow: allowed };
}
