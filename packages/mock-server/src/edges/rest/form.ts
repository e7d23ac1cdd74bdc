import { readBody } from '../body.ts';
import type { Refusal } from '../operations/refusal.ts';

/** Parameters of a request; a repeated name is a list. */
export type Params = Readonly<Record<string, string | readonly string[]>>;

export type ReadForm =
  | { readonly ok: true; readonly params: Params }
  | { readonly ok: false; readonly refusal: Refusal };

/** Longest form, decoded; the largest workflow configuration fits (limits page). */
export const MAX_FORM_BYTES = 1_200_000;

/** Percent encoding makes three bytes of one at worst. */
const MAX_ENCODED_BYTES = MAX_FORM_BYTES * 3;
const FORM = 'application/x-www-form-urlencoded';

/** Reads a form body. Anything else than a form is refused, since the API knows no other body. */
export async function readForm(request: Request): Promise<ReadForm> {
  const text = await readBody(request, MAX_ENCODED_BYTES);
  if (text === undefined) return tooLarge();
  if (text === '') return { ok: true, params: {} };
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? FORM;
  if (type !== FORM) return malformed(`its type is ${type}, and only ${FORM} is read`);
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    return malformed('it has a percent sign that starts no UTF-8 character');
  }
  if (decoded.length > MAX_FORM_BYTES) return tooLarge();
  return { ok: true, params: collect(new URLSearchParams(text)) };
}

/** Parameters of a query string or form. */
export function collect(search: URLSearchParams): Params {
  // Without a prototype, `__proto__` is a name like any other.
  const params: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of search) {
    const before = params[name];
    if (before === undefined) params[name] = value;
    else if (typeof before === 'string') params[name] = [before, value];
    else before.push(value);
  }
  return params;
}

function tooLarge(): ReadForm {
  return { ok: false, refusal: { code: 'body_too_large', limit: MAX_FORM_BYTES } };
}

function malformed(problem: string): ReadForm {
  return { ok: false, refusal: { code: 'malformed_body', problem } };
}
