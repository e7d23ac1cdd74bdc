import type { RestPageMeta } from '@taskbay/protocol';
import { isSid } from '@taskbay/protocol';
import type { PageRequest } from '../operations/operation.ts';
import type { Refusal } from '../operations/refusal.ts';

/** The page a request asks for: `number` is what the client counts, `request` what the list answers by. */
export interface Page {
  readonly number: number;
  readonly request: PageRequest;
}

export type ParsedPage = { readonly ok: true; readonly page: Page } | { readonly ok: false; readonly refusal: Refusal };

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1_000;

/** Reads PageSize (1 to 1000, larger is cut), Page and PageToken. */
export function parsePage(search: URLSearchParams): ParsedPage {
  const size = Number(search.get('PageSize') ?? DEFAULT_SIZE);
  if (!Number.isInteger(size) || size < 1) return invalid('PageSize', 'must be a whole number from 1 to 1000');
  const number = Number(search.get('Page') ?? 0);
  if (!Number.isInteger(number) || number < 0) return invalid('Page', 'must be a whole number of 0 or more');
  const token = search.get('PageToken');
  const cut = Math.min(size, MAX_SIZE);
  if (token === null || token === '') {
    if (number > 0) return { ok: false, refusal: { code: 'absolute_paging' } };
    return { ok: true, page: { number, request: { size: cut, after: undefined } } };
  }
  const sid = token.slice(2);
  const direction = token.slice(0, 2);
  if (!isSid(sid) || (direction !== 'PA' && direction !== 'PB')) {
    return { ok: false, refusal: { code: 'bad_page_token', token } };
  }
  const after = direction === 'PA' ? sid : undefined;
  const before = direction === 'PB' ? sid : undefined;
  return { ok: true, page: { number, request: { size: cut, after, before } } };
}

interface ListFacts {
  readonly key: string;
  readonly url: URL;
  readonly page: Page;
  /** Query parameters that filter this list; they are repeated in every URL. */
  readonly filters: readonly string[];
  readonly firstSid: string | undefined;
  readonly lastSid: string | undefined;
  readonly more: boolean;
}

/** The `meta` part of a list. `PA` asks for what follows an item, `PB` for what comes before it. */
export function pageMeta({ key, url, page, filters, firstSid, lastSid, more }: ListFacts): RestPageMeta {
  const { number, request } = page;
  const at = (pageNumber: number, token: string | undefined): string => {
    const search = new URLSearchParams();
    for (const [name, value] of url.searchParams) if (filters.includes(name)) search.append(name, value);
    search.append('PageSize', String(request.size));
    search.append('Page', String(pageNumber));
    if (token !== undefined) search.append('PageToken', token);
    return `${url.origin}${url.pathname}?${search}`;
  };
  const first = at(0, undefined);
  return {
    key,
    page: number,
    page_size: request.size,
    first_page_url: first,
    previous_page_url: number === 0 ? null : firstSid === undefined ? first : at(number - 1, `PB${firstSid}`),
    next_page_url: more && lastSid !== undefined ? at(number + 1, `PA${lastSid}`) : null,
    url: at(number, url.searchParams.get('PageToken') ?? undefined),
  };
}

function invalid(parameter: 'PageSize' | 'Page', problem: string): ParsedPage {
  return { ok: false, refusal: { code: 'invalid', parameter, problem } };
}
