import type { Json } from '@taskbay/protocol';
import type { Comparison, Expression, Operand, Operator, Path } from './ast.ts';

/** A comparison of one path with a constant, turned so that the path stands on the left. */
export interface Requirement {
  readonly path: Path;
  readonly operator: Operator;
  readonly constant: Json;
}

/** Every path the expression reads, each once, in order of first appearance. */
export function referencedPaths(expression: Expression): readonly Path[] {
  const found = new Map<string, Path>();
  visitComparisons(expression, (comparison) => {
    collectPaths(comparison.left, found);
    collectPaths(comparison.right, found);
  });
  return [...found.values()];
}

/** Whether the expression reads anything below `root`, such as `task` or `taskrouter`. */
export function readsRoot(expression: Expression, root: string): boolean {
  return referencedPaths(expression).some((path) => path[0] === root);
}

/**
 * Comparisons with constants that all have to hold for the expression to be true. They may be fewer than the
 * expression says (nothing inside an OR is listed), so they can rule candidates out, never in.
 */
export function requirements(expression: Expression): readonly Requirement[] {
  switch (expression.kind) {
    case 'or':
      return [];
    case 'and':
      return expression.terms.flatMap(requirements);
    case 'comparison': {
      const requirement = requirementOf(expression);
      return requirement === undefined ? [] : [requirement];
    }
  }
}

/** Operators with their sides exchanged; those missing here have no counterpart. */
const MIRRORED: Partial<Record<Operator, Operator>> = {
  '==': '==',
  '!=': '!=',
  '>': '<',
  '>=': '<=',
  '<': '>',
  '<=': '>=',
  IN: 'HAS',
  HAS: 'IN',
};

function requirementOf({ left, operator, right }: Comparison): Requirement | undefined {
  const mirrored = MIRRORED[operator];
  if (left.kind === 'reference') {
    const constant = constantOf(right);
    return constant === undefined ? undefined : { path: left.path, operator, constant };
  }
  if (right.kind === 'reference' && mirrored !== undefined) {
    const constant = constantOf(left);
    return constant === undefined ? undefined : { path: right.path, operator: mirrored, constant };
  }
  return undefined;
}

function constantOf(operand: Operand): Json | undefined {
  switch (operand.kind) {
    case 'reference':
      return undefined;
    case 'null':
      return null;
    case 'list': {
      const items = operand.items.map(constantOf).filter((item) => item !== undefined);
      return items.length === operand.items.length ? items : undefined;
    }
    default:
      return operand.value;
  }
}

function visitComparisons(expression: Expression, visit: (comparison: Comparison) => void): void {
  if (expression.kind === 'comparison') {
    visit(expression);
    return;
  }
  for (const term of expression.terms) {
    visitComparisons(term, visit);
  }
}

function collectPaths(operand: Operand, found: Map<string, Path>): void {
  if (operand.kind === 'reference') {
    const key = JSON.stringify(operand.path);
    if (!found.has(key)) {
      found.set(key, operand.path);
    }
  } else if (operand.kind === 'list') {
    for (const item of operand.items) {
      collectPaths(item, found);
    }
  }
}
