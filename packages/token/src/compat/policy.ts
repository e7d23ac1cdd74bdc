import type { Policy as PolicyClaim, PolicyFilter } from '@taskbay/protocol';

export interface PolicyOptions {
  readonly url?: string;
  readonly method?: string;
  readonly queryFilter?: PolicyFilter;
  readonly postFilter?: PolicyFilter;
  /** Default true. Unlike in the vendor's library, false makes a refusing rule. */
  readonly allow?: boolean;
}

/** The vendor's `TaskRouterCapability.Policy`. */
export class Policy {
  url: string;
  method: string;
  queryFilter: PolicyFilter;
  postFilter: PolicyFilter;
  allow: boolean;

  constructor(options: PolicyOptions = {}) {
    this.url = options.url || '';
    this.method = options.method || 'GET';
    this.queryFilter = options.queryFilter ?? {};
    this.postFilter = options.postFilter ?? {};
    this.allow = options.allow ?? true;
  }

  /** The rule as it stands in the claims. */
  payload(): PolicyClaim {
    return {
      url: this.url,
      method: this.method,
      query_filter: this.queryFilter,
      post_filter: this.postFilter,
      allow: this.allow,
    };
  }
}
