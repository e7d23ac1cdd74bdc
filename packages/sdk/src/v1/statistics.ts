/** Figures of one resource or of a list of them. */
export interface Statistics {
  /** `(callback)` or `(params, callback)`. */
  fetch(first: unknown, second?: unknown): void;
  /** Kept from the old SDK. */
  updateToken(token: string): void;
}

/** What has figures of all three kinds. */
export interface Measured {
  readonly statistics: Statistics;
  readonly realtimeStats: Statistics;
  readonly cumulativeStats: Statistics;
}
