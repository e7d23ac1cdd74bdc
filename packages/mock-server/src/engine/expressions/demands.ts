import type { Json } from '@taskbay/protocol';
import type { Expression, Path } from './ast.ts';
import { numericText } from './numbers.ts';
import type { Requirement } from './references.ts';
import { requirements } from './references.ts';

/** A value that an expression cannot be true without: one of these keys at the path. */
export interface Demand {
  readonly path: Path;
  readonly keys: readonly string[];
}

/**
 * The first demand there is, so that expressions can be found by the values they ask for. It rules expressions out,
 * never in: the expression has the last word.
 */
export function demandOf(ast: Expression | undefined): Demand | undefined {
  for (const requirement of ast === undefined ? [] : requirements(ast)) {
    const values = valuesFor(requirement);
    if (values !== undefined) return { path: requirement.path, keys: [...new Set(values.map(demandKey))] };
  }
  return undefined;
}

/** Null is left out: it is what a missing attribute reads as, and nothing looks up what is missing. */
function valuesFor({ operator, constant }: Requirement): readonly Json[] | undefined {
  const values = operator === 'IN' ? constant : operator === '==' || operator === 'HAS' ? [constant] : undefined;
  if (!Array.isArray(values)) return undefined;
  return values.every((value) => value !== null && typeof value !== 'object') ? values : undefined;
}

/** Equal values have equal keys: a number and a text that spells it are equal in expressions. */
export function demandKey(value: Json): string {
  if (typeof value !== 'string') return `${typeof value} ${String(value)}`;
  const number = numericText(value);
  return Number.isNaN(number) ? `string ${value}` : `number ${number}`;
}
