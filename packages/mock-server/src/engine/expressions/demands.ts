import type { Json } from '@taskbay/protocol';
import type { Expression, Path } from './ast.ts';
import { numericText } from './numbers.ts';
import type { Requirement } from './references.ts';
import { requirements } from './references.ts';

/** Stands for a value and all that are equal to it; `undefined` for one that nothing asks for. */
export type DemandKey = string | number | boolean | undefined;

/** A value that an expression cannot be true without: one of these keys at the path. */
export interface Demand {
  readonly path: Path;
  readonly keys: readonly DemandKey[];
  /** Whether it is all that the expression asks of a value that is no list. */
  readonly isAll: boolean;
}

/**
 * The first demand there is, so that expressions can be found by the values they ask for. It rules expressions out;
 * in only where it is all that they ask.
 */
export function demandOf(ast: Expression | undefined): Demand | undefined {
  if (ast === undefined) return undefined;
  for (const requirement of requirements(ast)) {
    const values = valuesFor(requirement);
    if (values === undefined) continue;
    const keys = [...new Set(values.map(demandKey))];
    // Texts that spell the same number share a key and are not equal.
    const isAll =
      ast.kind === 'comparison' && requirement.operator !== 'HAS' && keys.every((key) => typeof key !== 'number');
    return { path: requirement.path, keys, isAll };
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
export function demandKey(value: Json): DemandKey {
  if (typeof value === 'string') {
    const number = numericText(value);
    return Number.isNaN(number) ? value : number;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
