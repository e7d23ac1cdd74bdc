import type { Refusal } from '../operations/refusal.ts';
import { collect } from '../rest/form.ts';
import { type Page, parsePage } from '../rest/paging.ts';
import type { Envelope } from './envelope.ts';

type Params = Readonly<Record<string, unknown>>;

/** `path`: below `/v1`. `url`: the request as REST would have had it, on the origin that the envelope came to. */
export type TranslatedV1 =
  | { readonly ok: true; readonly path: string; readonly url: URL; readonly params: Params; readonly page: Page }
  | { readonly ok: false; readonly path: string; readonly refusal: Refusal };

/**
 * Reads the absolute URL of a v1 envelope whose policies have been checked. Its host is the service's or this server's;
 * a query string, as in the URL of a next page, counts as parameters.
 */
export function translateV1(
  { url, method, params }: Pick<Envelope, 'url' | 'method' | 'params'>,
  origin: string,
): TranslatedV1 {
  const given = new URL(url, origin);
  const absolute = new URL(`${origin}${given.pathname.replace(/\/$/, '')}${given.search}`);
  const path = absolute.pathname.slice('/v1'.length);
  if (method !== 'GET') {
    const page: Page = { number: 0, request: { size: 1, after: undefined } };
    return { ok: true, path, url: absolute, params: { ...collect(absolute.searchParams), ...params }, page };
  }
  for (const [name, value] of Object.entries(params)) append(absolute.searchParams, name, value);
  const paged = parsePage(absolute.searchParams);
  if (!paged.ok) return { ...paged, path };
  return { ok: true, path, url: absolute, params: collect(absolute.searchParams), page: paged.page };
}

/** Null and undefined are absent; what is no text is written as JSON. */
function append(search: URLSearchParams, name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  for (const item of Array.isArray(value) ? value : [value]) {
    search.append(name, typeof item === 'object' ? JSON.stringify(item) : String(item));
  }
}
