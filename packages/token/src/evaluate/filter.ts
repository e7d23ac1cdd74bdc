import type { ParameterMatcher, PolicyFilter } from '@taskbay/protocol';

export type RequestParams = Readonly<Record<string, unknown>>;

/** True for a filter that names at least one parameter; `{}` and an absent filter let everything through. */
export function isFilterSet(filter: PolicyFilter | undefined): filter is PolicyFilter {
  return filter !== undefined && Object.keys(filter).length > 0;
}

/** Whether the parameters satisfy every entry of the filter and none is outside it. Null and undefined are absent. */
export function matchesFilter(filter: PolicyFilter | undefined, params: RequestParams): boolean {
  if (!isFilterSet(filter)) return true;
  const present = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  if (!present.every(([name]) => Object.hasOwn(filter, name))) return false;
  const values = new Map(present);
  return Object.entries(filter).every(([name, matcher]) => matchesParameter(normalizeMatcher(matcher), values, name));
}

export interface NormalizedMatcher {
  readonly required: boolean;
  readonly value: string | undefined;
}

/** A literal means "required and exactly this"; a matcher object without `required` is optional. */
export function normalizeMatcher(matcher: ParameterMatcher): NormalizedMatcher {
  if (typeof matcher === 'string') return { required: true, value: matcher };
  return { required: matcher.required ?? false, value: matcher.value };
}

function matchesParameter(matcher: NormalizedMatcher, values: ReadonlyMap<string, unknown>, name: string): boolean {
  if (!values.has(name)) return !matcher.required;
  if (matcher.value === undefined) return true;
  const value = values.get(name);
  // A repeated parameter arrives as a list: every occurrence has to satisfy the rule.
  return (Array.isArray(value) ? value : [value]).every((item) => textOf(item) === matcher.value);
}

/** Text of a form value. Objects have none: converting them could run code of the sender's making. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : undefined;
}
