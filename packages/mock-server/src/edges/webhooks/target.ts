import { percentDecoded } from '../percent-decoded.ts';

/** What may be tried again: no connection, no answer in time, an answer of that kind. */
export type Failure = 'ct' | 'rt' | '4xx' | '5xx';

/** A callback URL, read. Its fragment is for the sender (BEHAVIOUR: HOOK-3) and never sent. */
export interface Target {
  /** Where the request goes. */
  readonly url: string;
  /** What the signature is made over: as configured, without the fragment. */
  readonly signed: string;
  /** For URLs with a user name. */
  readonly authorization: string | undefined;
  readonly retries: number;
  readonly retryOn: ReadonlySet<Failure>;
  /** Milliseconds for one attempt, at most; undefined = the kind of callback decides. */
  readonly limit: number | undefined;
  /** Milliseconds until there is a connection, and from then until the answer; undefined = only `limit` holds. */
  readonly connectLimit: number | undefined;
  readonly readLimit: number | undefined;
}

const FAILURES: readonly Failure[] = ['ct', 'rt', '4xx', '5xx'];
const MAX_RETRIES = 5;
const LEAST_MS = 100;
const MOST_MS = { ct: 10_000, rt: 15_000, tt: 15_000 } as const;

/** Reads a configured URL. Settings that make no sense count as absent, as wrong ones do at the service. */
export function readTarget(configured: string): Target {
  const url = new URL(configured);
  const settings = new URLSearchParams(url.hash.slice(1));
  const signed = configured.split('#')[0] ?? configured;
  const { username, password } = url;
  url.hash = '';
  url.username = '';
  url.password = '';
  const credentials = `${percentDecoded(username)}:${percentDecoded(password)}`;
  return {
    url: url.href,
    signed,
    authorization: username === '' ? undefined : `Basic ${base64(credentials)}`,
    retries: within(settings.get('rc'), 0, MAX_RETRIES) ?? 1,
    retryOn: retryOn(settings.get('rp')),
    limit: within(settings.get('tt'), LEAST_MS, MOST_MS.tt),
    connectLimit: within(settings.get('ct'), LEAST_MS, MOST_MS.ct),
    readLimit: within(settings.get('rt'), LEAST_MS, MOST_MS.rt),
  };
}

function retryOn(policy: string | null): ReadonlySet<Failure> {
  const words = (policy ?? '').split(',').map((word) => word.trim());
  if (words.includes('all')) return new Set(FAILURES);
  const named = FAILURES.filter((failure) => words.includes(failure));
  return new Set(named.length === 0 ? ['ct'] : named);
}

function within(text: string | null, least: number, most: number): number | undefined {
  if (text === null || !/^\d{1,6}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
