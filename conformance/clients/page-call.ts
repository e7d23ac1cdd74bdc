/** Which library a page works with, and how. */
export interface PageGiven {
  readonly library: 'sdk' | 'v1 facade';
  readonly token: string;
  readonly serverUrl: string;
  readonly closeExisting: boolean;
  readonly versionCheck: boolean;
}

/** A method of the page's agent, of an offer it knows, or of that offer's line. */
export interface PageCall {
  readonly of: 'agent' | 'offer' | 'line';
  readonly sid?: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

interface ShownOffer {
  readonly sid: string;
  readonly taskSid: string;
  readonly status: string;
  readonly taskStatus: string;
  readonly taskAttributes: object;
  readonly transfers: { readonly outgoing: string | undefined; readonly incoming: string | undefined };
}

/** An offer as the page shows it, or what it says when somebody looks. */
export type SeenOffer = ShownOffer | { readonly sid: string; readonly problem: string };

/** What the page shows all at once. */
export interface Seen {
  readonly sid: string;
  readonly activitySid: string;
  readonly attributes: object;
  readonly channel: { readonly capacity: number; readonly available: boolean };
  readonly held: readonly string[];
  readonly offers: readonly SeenOffer[];
}

/** Replies are numbered: one that comes late shows nothing newer. */
export interface PageReply {
  readonly number: number;
  readonly seen: Seen;
  readonly value: unknown;
}

export interface PageWindow {
  startAgent: (given: PageGiven) => Promise<PageReply>;
  callAgent: (call: PageCall) => Promise<PageReply>;
  /** Of whoever drives the page: the text of every frame that came. */
  readonly frame: (text: string) => void;
}
