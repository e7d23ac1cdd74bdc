import { readBody } from '../body.ts';
import type { Refusal } from '../operations/refusal.ts';

/** Parameters of a request; a repeated name is a list. In a JSON body they are whatever it holds. */
export type Params = Readonly<Record<string, unknown>>;

export type ReadForm =
  | { readonly ok: true; readonly params: Params }
  | { readonly ok: false; readonly refusal: Refusal };

/** Longest form, decoded; the largest workflow configuration fits (limits page). */
export const MAX_FORM_BYTES = 1_200_000;

/** Percent encoding makes three bytes of one at worst. */
const MAX_ENCODED_BYTES = MAX_FORM_BYTES * 3;
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Reads a form body, or the JSON object of the one operation that takes one; a body of another type is refused. */
export async function readForm(request: Request, body: 'form' | 'json' = 'form'): Promise<ReadForm> {
  const text = await readBody(request, MAX_ENCODED_BYTES);
  if (text === undefined) return tooLarge();
  if (text === '') return { ok: true, params: {} };
  const encoding = request.headers.get('content-encoding')?.toLowerCase();
  if (encoding !== undefined && encoding !== 'identity') {
    return malformed(`its encoding is ${encoding}, and only bodies without one are read here`);
  }
  const wanted = body === 'json' ? JSON_TYPE : FORM;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? wanted;
  if (type !== wanted) return malformed(`its type is ${type}, and only ${wanted} is read here`);
  if (body === 'json') return readJson(text);
  const pairs = pairsOf(text);
  if (pairs === undefined) return malformed('it has a percent sign that starts no UTF-8 character');
  if (text.length > MAX_FORM_BYTES && decodedLength(pairs) > MAX_FORM_BYTES) return tooLarge();
  return { ok: true, params: collect(pairs) };
}

/** As URLSearchParams reads a form, but undefined when an escape is broken. */
function pairsOf(text: string): [string, string][] | undefined {
  const pairs: [string, string][] = [];
  try {
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const end = equals < 0 ? pair.length : equals;
      pairs.push([decoded(pair.slice(0, end)), decoded(pair.slice(end + 1))]);
    }
  } catch {
    return undefined;
  }
  return pairs;
}

function decodedLength(pairs: readonly (readonly [string, string])[]): number {
  return pairs.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** Parameters of a query string or form. */
export function collect(
  search: Iterable<readonly [string, string]>,
): Readonly<Record<string, string | readonly string[]>> {
  const params: Record<string, string | string[]> = {};
  for (const [name, value] of search) {
    // What an object inherits is no parameter. A text for `__proto__` goes nowhere: it is a name that nothing knows.
    const before = Object.hasOwn(params, name) ? params[name] : undefined;
    if (before === undefined) params[name] = value;
    else if (typeof before === 'string') params[name] = [before, value];
    else before.push(value);
  }
  return params;
}

function readJson(text: string): ReadForm {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed('it is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ok: true, params: { ...value } };
  return malformed('it is no JSON object');
}

function tooLarge(): ReadForm {
  return { ok: false, refusal: { code: 'body_too_large', limit: MAX_FORM_BYTES } };
}

function malformed(problem: string): ReadForm {
  return { ok: false, refusal: { code: 'malformed_body', problem } };
}
