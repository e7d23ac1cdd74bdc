import type { Location } from './location.ts';
import { parseLocation } from './location.ts';

/** URL pattern of a rule: `exact` is a literal, `child` ends in `/*`, `tree` ends in `/**`. */
export interface UrlPattern {
  readonly kind: 'exact' | 'child' | 'tree';
  readonly origin: string;
  /** Path segments before the wildcard. */
  readonly literal: readonly string[];
}

const KIND_RANK = { tree: 0, child: 1, exact: 2 } as const satisfies Record<UrlPattern['kind'], number>;

/** The same few rules come with every request of a client: what was read of them is kept, up to these limits. */
const MAX_KEPT = 1000;
const MAX_KEPT_LENGTH = 512;
const kept = new Map<string, UrlPattern | undefined>();

/** Undefined unless the text is an absolute URL without a query whose only wildcard, if any, is its last segment. */
export function parsePattern(url: string): UrlPattern | undefined {
  if (kept.has(url)) return kept.get(url);
  const pattern = readPattern(url);
  if (kept.size >= MAX_KEPT) kept.clear();
  if (url.length <= MAX_KEPT_LENGTH) kept.set(url, pattern);
  return pattern;
}

function readPattern(url: string): UrlPattern | undefined {
  const location = parseLocation(url);
  if (location?.origin === undefined || location.query !== '' || url.endsWith('?')) return undefined;
  const last = location.segments.at(-1);
  const kind = last === '**' ? 'tree' : last === '*' ? 'child' : 'exact';
  const literal = kind === 'exact' ? location.segments : location.segments.slice(0, -1);
  if (literal.some((segment) => segment.includes('*'))) return undefined;
  return { kind, origin: location.origin, literal };
}

/** Compares paths only; whether the two origins belong together is the caller's question. */
export function matchesPath(pattern: UrlPattern, location: Location): boolean {
  const below = location.segments.length - pattern.literal.length;
  if (below < 0 || !pattern.literal.every((segment, index) => segment === location.segments[index])) return false;
  switch (pattern.kind) {
    case 'exact':
      return below === 0;
    case 'child':
      return below === 1;
    case 'tree':
      return true;
  }
}

/** Positive when `a` is more specific: a longer literal part first, then literal over `/*` over `/**`. */
export function compareSpecificity(a: UrlPattern, b: UrlPattern): number {
  return a.literal.length - b.literal.length || KIND_RANK[a.kind] - KIND_RANK[b.kind];
}
