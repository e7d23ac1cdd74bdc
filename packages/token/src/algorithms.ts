/** The HMAC algorithms of access tokens; capability tokens know the first only. */
export const HMAC_ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const;

export type HmacAlgorithm = (typeof HMAC_ALGORITHMS)[number];
