import type { Order } from './listing.ts';
import type { Sorted } from './places.ts';

/** What an `Ordering` parameter may name, and the value each attribute sorts by. */
export type OrderingKeys<T> = Readonly<Record<string, (record: T) => number | string>>;

export type ParsedOrdering<T> =
  | { readonly ok: true; readonly order: Order<T> }
  | { readonly ok: false; readonly problem: string };

interface Criterion<T> {
  readonly key: (record: T) => number | string;
  readonly sign: 1 | -1;
}

/** Reads `Priority:desc,DateCreated:asc`. Equal records are ordered by creation, in the last direction given. */
export function parseOrdering<T extends Sorted>(text: string, keys: OrderingKeys<T>): ParsedOrdering<T> {
  const criteria: Criterion<T>[] = [];
  for (const part of text.split(',')) {
    const [attribute = '', direction = 'asc', ...rest] = part.trim().split(':');
    const key = Object.hasOwn(keys, attribute) ? keys[attribute] : undefined;
    if (key === undefined || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
      const known = Object.keys(keys).join(', ');
      return { ok: false, problem: `${part.trim()} is not one of ${known} followed by :asc or :desc` };
    }
    criteria.push({ key, sign: direction === 'asc' ? 1 : -1 });
  }
  const last = criteria.at(-1)?.sign ?? 1;
  return { ok: true, order: (a, b) => compare(criteria, a, b) || last * (a.ordinal - b.ordinal) };
}

/** As `parseOrdering`, but what cannot be read is ignored. */
export function lenientOrdering<T extends Sorted>(text: string | undefined, keys: OrderingKeys<T>) {
  if (text === undefined) return {};
  const parsed = parseOrdering(text, keys);
  return parsed.ok ? { order: parsed.order } : {};
}

function compare<T>(criteria: readonly Criterion<T>[], a: T, b: T): number {
  for (const { key, sign } of criteria) {
    const left = key(a);
    const right = key(b);
    if (left !== right) return left < right ? -sign : sign;
  }
  return 0;
}
