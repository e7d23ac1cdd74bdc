import type { Json } from '@taskbay/protocol';
import type { Comparison, Expression, Operand } from './ast.ts';
import type { Resolve } from './evaluate.ts';
import { printExpression } from './print.ts';
import { COMPARISONS } from './values.ts';

/** One comparison that settled an expression, with the values it saw. */
export interface Decider {
  readonly comparison: string;
  readonly left: Json;
  readonly right: Json;
  readonly value: boolean;
}

export interface Explanation {
  readonly value: boolean;
  /** What settled it: of a false AND the first false term, of a true OR the first true one, else all terms. */
  readonly because: readonly Decider[];
}

/** Evaluates an expression and says what settled it. Slower than its compiled form: for somebody who asks why. */
export function explainExpression<Context>(
  expression: Expression,
  resolve: Resolve<Context>,
  context: Context,
): Explanation {
  if (expression.kind === 'comparison') return explainComparison(expression, resolve, context);
  const settling = expression.kind === 'or';
  const because: Decider[] = [];
  for (const term of expression.terms) {
    const explained = explainExpression(term, resolve, context);
    if (explained.value === settling) return explained;
    because.push(...explained.because);
  }
  return { value: !settling, because };
}

function explainComparison<Context>(comparison: Comparison, resolve: Resolve<Context>, context: Context): Explanation {
  const left = operandValue(comparison.left, resolve, context);
  const right = operandValue(comparison.right, resolve, context);
  const value = COMPARISONS[comparison.operator](left, right);
  return { value, because: [{ comparison: printExpression(comparison), left, right, value }] };
}

function operandValue<Context>(operand: Operand, resolve: Resolve<Context>, context: Context): Json {
  switch (operand.kind) {
    case 'reference':
      return resolve(operand.path)(context);
    case 'list':
      return operand.items.map((item) => operandValue(item, resolve, context));
    case 'null':
      return null;
    default:
      return operand.value;
  }
}
