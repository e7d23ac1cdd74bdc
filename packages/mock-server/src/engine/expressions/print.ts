import type { Expression, Operand, Path } from './ast.ts';
import { decimalText } from './numbers.ts';

/** Canonical text of an expression: one spelling per operator, no needless parentheses; it parses back to the same AST. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'comparison':
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
    case 'and':
      return expression.terms.map((term) => group(term, term.kind !== 'comparison')).join(' AND ');
    case 'or':
      return expression.terms.map((term) => group(term, term.kind === 'or')).join(' OR ');
  }
}

function group(term: Expression, parenthesised: boolean): string {
  return parenthesised ? `(${printExpression(term)})` : printExpression(term);
}

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'string':
      return `'${operand.value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    case 'number':
      return decimalText(operand.value);
    case 'boolean':
      return String(operand.value);
    case 'null':
      return 'null';
    case 'list':
      return `[${operand.items.map(printOperand).join(', ')}]`;
    case 'reference':
      return printPath(operand.path);
  }
}

/** `['task', 'items', 0]` as `task.items[0]`. */
export function printPath(path: Path): string {
  const [root, ...segments] = path;
  return root + segments.map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`)).join('');
}
