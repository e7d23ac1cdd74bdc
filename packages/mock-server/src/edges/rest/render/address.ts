/** What a representation needs besides its view. */
export interface RenderFacts {
  /** Scheme and host the request came to. */
  readonly origin: string;
  /** Epoch milliseconds of server time. */
  readonly now: number;
}

/** URL of something in a workspace; segments are SIDs and collection names. */
export function address({ origin }: RenderFacts, workspaceSid: string, ...segments: readonly string[]): string {
  return [`${origin}/v1/Workspaces/${workspaceSid}`, ...segments].join('/');
}

/** Epoch milliseconds → ISO 8601 in UTC without milliseconds. */
export function date(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
