/** Longest token, in characters: it travels in the query string of the socket request. */
export const MAX_TOKEN_LENGTH = 8192;

export const MAX_POLICIES = 1000;

/** Longest life of an access token, in seconds; the platform refuses more (error 20157). */
export const MAX_ACCESS_LIFETIME = 86_400;
