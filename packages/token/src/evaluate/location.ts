/** A URL taken apart for comparison. `origin` is undefined for a URL that is a path only. */
export interface Location {
  readonly origin: string | undefined;
  /** Decoded path segments; one trailing slash is ignored. */
  readonly segments: readonly string[];
  /** Text after `?`, empty when there is none. */
  readonly query: string;
}

const URL_PARTS = /^(https?:\/\/(?:\[[\da-f:.]+\]|[^/?#@:[\]]+)(?::\d{1,5})?)?(\/[^?#]*)?(?:\?([^#]*))?$/i;
const PRINTABLE_ASCII = /^[!-~]+$/;

/**
 * Undefined for a text whose path two readers could understand differently: dot segments, empty segments, encoded
 * slashes, backslashes, white space, fragments, user information.
 */
export function parseLocation(url: string): Location | undefined {
  if (!PRINTABLE_ASCII.test(url) || url.includes('\\')) return undefined;
  const parts = URL_PARTS.exec(url);
  if (parts === null || (parts[1] === undefined && parts[2] === undefined)) return undefined;
  const path = (parts[2] ?? '/').replace(/\/$/, '');
  const segments = path === '' ? [] : path.slice(1).split('/').map(decodeSegment);
  if (!segments.every((segment) => segment !== undefined)) return undefined;
  return { origin: parts[1] === undefined ? undefined : normalizeOrigin(parts[1]), segments, query: parts[3] ?? '' };
}

/** Lower case, without the port that the scheme implies and without a trailing slash. */
export function normalizeOrigin(origin: string): string {
  const lower = origin.toLowerCase().replace(/\/$/, '');
  return lower.startsWith('https:') ? lower.replace(/:443$/, '') : lower.replace(/:80$/, '');
}

/** True for the vendor's REST and event-bridge hosts, those of its regions included. */
export function isVendorOrigin(origin: string): boolean {
  return /^https:\/\/(taskrouter|event-bridge)(\.[a-z0-9-]+)*\.twilio\.com$/.test(origin);
}

function decodeSegment(segment: string): string | undefined {
  if (segment === '' || segment === '.' || segment === '..') return undefined;
  if (!segment.includes('%')) return segment;
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  return text === '.' || text === '..' || /[/\\]/.test(text) ? undefined : text;
}
