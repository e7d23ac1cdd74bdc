/** What a representation needs besides its view. */
export interface RenderFacts {
  /** Scheme and host the request came to. */
  readonly origin: string;
  /** Epoch milliseconds of server time. */
  readonly now: number;
}

/** URL of something in a workspace; segments are SIDs and collection names. */
export function address({ origin }: RenderFacts, workspaceSid: string, ...segments: readonly string[]): string {
  let url = `${origin}/v1/Workspaces/${workspaceSid}`;
  for (const segment of segments) url += `/${segment}`;
  return url;
}

/** Dates of one record are often one instant, and writing one costs more than all the rest of a small record. */
let last = { instant: Number.NaN, text: '' };

/** Epoch milliseconds → ISO 8601 in UTC without milliseconds. */
export function date(instant: number): string {
  if (instant !== last.instant) last = { instant, text: `${new Date(instant).toISOString().slice(0, 19)}Z` };
  return last.text;
}
